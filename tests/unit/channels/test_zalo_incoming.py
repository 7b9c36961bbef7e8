from bot.channels.zalo.incoming import PAYLOAD_MARK, incoming_of
from bot.channels.zalo.signature import signature_matches

BODY = (
    b'{"event_name":"follow","app_id":"1122334455","oa_id":"777001","follower":{"id":"900042"},'
    b'"timestamp":"1767225600000"}'
)
MAC = "b5a9487b4f05a493f567f9c8c6c0b8ee6094c36e65e3eb90b0e304bc110557a2"


def _matches(body: bytes = BODY, header: str = f"mac={MAC}", secret: str = "oa-secret-demo") -> bool:
    return signature_matches(body, header, app_id="1122334455", timestamp="1767225600000", secret=secret)


def test_the_signature_is_over_the_received_bytes() -> None:
    assert _matches()
    assert _matches(header=MAC)
    assert not _matches(body=BODY.replace(b":", b": "))
    assert not _matches(header="mac=" + "0" * 64)
    assert not _matches(header="")
    assert not _matches(secret="app-secret")


def _event(name: str, **message: object) -> dict[str, object]:
    return {"event_name": name, "sender": {"id": "9"}, "timestamp": "1", "message": {"msg_id": "m1", **message}}


def test_a_text_and_a_tap_are_taken() -> None:
    text = incoming_of(_event("user_send_text", text="Đèn hỏng"))
    assert text is not None
    assert (text.external_id, text.client_id, text.text, text.payload) == ("9", "m1", "Đèn hỏng", None)
    tap = incoming_of(_event("user_send_text", text=f"{PAYLOAD_MARK}confirm:yes"))
    assert tap is not None
    assert tap.payload == "confirm:yes"


def test_echoes_and_receipts_are_not_messages_of_citizens() -> None:
    for name in ("oa_send_text", "user_received_message", "user_seen_message", "unfollow", "something_new"):
        assert incoming_of(_event(name)) is None


def test_a_picture_is_kept_with_a_mark() -> None:
    picture = incoming_of(_event("user_send_image", attachments=[]))
    assert picture is not None
    assert "không có chữ" in picture.text
