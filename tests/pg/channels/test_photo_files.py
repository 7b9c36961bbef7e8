"""Fetching a photo from each channel's servers: what is read, from whom, and what each failure means."""

from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from procrastinate.exceptions import ConnectorException

from api.core.db import Database
from api.core.errors import Invalid
from api.core.settings import Settings
from bot.channels.base import ChannelDown, ChannelError, Permanent, Temporary
from bot.channels.telegram import adapter as telegram_adapter
from bot.channels.telegram.adapter import TelegramAdapter, make_bot
from bot.channels.telegram.incoming import incoming_of
from bot.channels.zalo import files as zalo_files
from bot.channels.zalo.adapter import ZaloAdapter
from tests.pg.channels import rows
from tests.pg.channels.fake_telegram import TOKEN, FakeTelegram, Trouble
from tests.pg.channels.fake_zalo import FakeZalo
from tests.pg.channels.fake_zalo import Trouble as ZaloTrouble
from tests.pg.channels.local_server import LocalServer
from tests.pictures import picture

MEGABYTE = 1024 * 1024


@pytest.fixture
async def adapter(telegram: FakeTelegram, telegram_settings: Settings) -> AsyncIterator[TelegramAdapter]:
    made = TelegramAdapter(make_bot(telegram_settings))
    yield made
    await made.close()


class Inside(LocalServer):
    """A server inside our network: whoever is made to call it has been fooled."""

    def __init__(self) -> None:
        self.calls = 0

    def _app(self) -> web.Application:
        app = web.Application()
        app.router.add_get("/{path:.*}", self._answer)
        return app

    async def _answer(self, _request: web.Request) -> web.Response:
        self.calls += 1
        return web.Response(body=picture(), content_type="image/jpeg")


@pytest.fixture
async def inside() -> AsyncIterator[tuple[Inside, str]]:
    server = Inside()
    await server.start()
    yield server, f"{server.base}/anh.jpg"
    await server.stop()


def _ref(update: dict[str, object]) -> str:
    incoming = incoming_of(update)
    assert incoming is not None
    assert incoming.photo_ref is not None
    return incoming.photo_ref


async def test_telegrams_largest_size_is_fetched(telegram: FakeTelegram, adapter: TelegramAdapter) -> None:
    content = picture((400, 400))
    assert await adapter.fetch_photo(_ref(telegram.photographs(42, content))) == content
    assert telegram.calls == ["getFile"]


def test_of_telegrams_sizes_the_largest_that_fits_is_named() -> None:
    sizes = [
        {"file_id": name, "width": width, "file_size": size}
        for name, width, size in (("s", 90, 1000), ("l", 4000, 9 * MEGABYTE), ("m", 1280, 300_000))
    ]
    message = {"chat": {"id": 42, "type": "private"}, "photo": sizes}
    assert _ref({"update_id": 1, "message": message}) == "m"


async def test_a_photo_sent_as_a_file_is_fetched_and_another_file_is_none(
    telegram: FakeTelegram, adapter: TelegramAdapter
) -> None:
    content = picture(at=(20.65, 106.1))
    assert await adapter.fetch_photo(_ref(telegram.sends_file(42, content))) == content
    for kind in ("application/pdf", "video/mp4", "audio/ogg"):
        incoming = incoming_of(telegram.sends_file(42, b"%PDF", mime_type=kind))
        assert incoming is not None
        assert (incoming.text, incoming.photo_ref) == ("[tin nhắn không có chữ]", None)


@pytest.mark.parametrize("size", [8 * MEGABYTE + 1, 21 * MEGABYTE])
async def test_a_file_too_large_is_not_fetched(telegram: FakeTelegram, adapter: TelegramAdapter, size: int) -> None:
    with pytest.raises(Invalid, match="8 MB"):
        await adapter.fetch_photo(_ref(telegram.sends_file(42, bytes(size))))
    assert telegram.downloads == 0


async def test_a_file_larger_than_telegram_said_is_left_on_the_way(
    telegram: FakeTelegram, adapter: TelegramAdapter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.files.MAX_BYTES", 1000)
    with pytest.raises(Invalid, match="8 MB"):
        await adapter.fetch_photo(_ref(telegram.sends_file(42, bytes(2000))))
    assert telegram.downloads == 1


@pytest.mark.parametrize(
    ("method", "trouble", "kind", "wish"),
    [
        ("getFile", Trouble(status=400, description="Bad Request: invalid file_id"), Permanent, None),
        (
            "getFile",
            Trouble(status=400, description="Bad Request: wrong file_id or the file is temporarily unavailable"),
            Temporary,
            None,
        ),
        ("getFile", Trouble(status=429, description="Too Many Requests", retry_after=7), Temporary, 7),
        ("getFile", Trouble(status=401, description="Unauthorized"), ChannelDown, None),
        ("getFile", Trouble(status=502, html=True), Temporary, None),
        ("getFile", Trouble(status=200, html=True, hang_seconds=5), Temporary, None),
        ("download", Trouble(status=404, description="Not Found"), Permanent, None),
        ("download", Trouble(status=500, description="Internal Server Error"), Temporary, None),
        ("download", Trouble(status=429, html=True), Temporary, None),
    ],
)
async def test_telegrams_failures_are_told_apart_and_name_no_token(
    telegram: FakeTelegram, adapter: TelegramAdapter, monkeypatch: pytest.MonkeyPatch,
    method: str, trouble: Trouble, kind: type[ChannelError], wish: float | None,
) -> None:  # fmt: skip
    monkeypatch.setattr(telegram_adapter, "_REQUEST_SECONDS", 1)
    telegram.trouble(method, trouble)
    with pytest.raises(ChannelError) as caught:
        await adapter.fetch_photo(_ref(telegram.photographs(42, picture())))
    assert type(caught.value) is kind
    assert caught.value.retry_after_seconds == wish
    assert TOKEN not in repr(caught.value) + repr(caught.value.__cause__)


async def test_a_telegram_that_is_not_there_is_a_passing_failure(
    telegram: FakeTelegram, adapter: TelegramAdapter
) -> None:
    await telegram.stop()
    with pytest.raises(Temporary):
        await adapter.fetch_photo("a")


async def test_zalos_photo_is_fetched_without_our_token(zalo: FakeZalo, zalo_adapter: ZaloAdapter) -> None:
    content = picture((400, 400))
    assert await zalo_adapter.fetch_photo(zalo.keeps(content)) == content
    (headers,) = zalo.file_headers
    assert "access_token" not in headers
    assert headers["accept-encoding"] == "identity"


@pytest.mark.parametrize(
    "address",
    [
        "http://f20-zpc.zdn.vn/a.jpg",
        "https://zdn.vn.example.org/a.jpg",
        "https://khongphaizdn.vn/a.jpg",
        "https://f20-zpc.zdn.vn:8443/a.jpg",
        "https://ai@f20-zpc.zdn.vn/a.jpg",
        "https://169.254.169.254/latest/meta-data",
        "https://127.0.0.1/a.jpg",
        "http://[::1]/a.jpg",
        "https://localhost/a.jpg",
        "file:///etc/passwd",
        "//127.0.0.1/a.jpg",
        "/anh/0.jpg",
        "",
        "https://[",
        "https://f20-zpc.zdn.vn/" + "a" * 70_000,
    ],
)
async def test_nothing_but_zalos_hosts_is_called(zalo_adapter: ZaloAdapter, address: str) -> None:
    with pytest.raises(Permanent, match="address"):
        await zalo_adapter.fetch_photo(address)


async def test_another_port_of_the_test_servers_machine_is_not_called(
    zalo_adapter: ZaloAdapter, inside: tuple[Inside, str]
) -> None:
    server, address = inside
    with pytest.raises(Permanent, match="address"):
        await zalo_adapter.fetch_photo(address)
    assert server.calls == 0


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_redirect_into_our_network_is_not_followed(
    zalo: FakeZalo, zalo_adapter: ZaloAdapter, inside: tuple[Inside, str], status: int
) -> None:
    server, address = inside
    zalo.file_trouble(ZaloTrouble(status=status, location=address))
    with pytest.raises(Permanent, match="address"):
        await zalo_adapter.fetch_photo(zalo.keeps(picture()))
    assert server.calls == 0


async def test_a_redirect_among_zalos_own_is_followed_but_not_for_ever(
    zalo: FakeZalo, zalo_adapter: ZaloAdapter
) -> None:
    address = zalo.keeps(picture())
    zalo.file_trouble(ZaloTrouble(status=302, location="/anh/0.jpg"), ZaloTrouble(status=302, location=address))
    assert await zalo_adapter.fetch_photo(address) == picture()
    zalo.file_trouble(*[ZaloTrouble(status=302, location=address)] * 4)
    with pytest.raises(Permanent, match="redirects"):
        await zalo_adapter.fetch_photo(address)


@pytest.mark.parametrize(
    ("trouble", "kind"),
    [
        (ZaloTrouble(status=403, html=True), Permanent),
        (ZaloTrouble(status=410, html=True), Permanent),
        (ZaloTrouble(status=500, html=True), Temporary),
        (ZaloTrouble(status=429, html=True), Temporary),
        (ZaloTrouble(status=200, html=True, hang_seconds=5), Temporary),
    ],
)
async def test_zalos_failures_are_told_apart(
    zalo: FakeZalo, zalo_adapter: ZaloAdapter, monkeypatch: pytest.MonkeyPatch, trouble: ZaloTrouble, kind: type
) -> None:
    monkeypatch.setattr(zalo_files, "_SECONDS", 1)
    zalo.file_trouble(trouble)
    with pytest.raises(kind):
        await zalo_adapter.fetch_photo(zalo.keeps(picture()))


async def test_a_file_that_goes_on_is_left_on_the_way(zalo: FakeZalo, zalo_adapter: ZaloAdapter) -> None:
    with pytest.raises(Invalid, match="8 MB"):
        await zalo_adapter.fetch_photo(zalo.keeps(bytes(9 * MEGABYTE)))


async def test_every_photo_of_an_event_is_a_message_of_its_own(zalo: FakeZalo, zalo_hook, database: Database) -> None:
    event = zalo.photographs("9", picture(), picture(), msg_id="m1", caption="đường hỏng")
    for _ in range(2):
        await zalo_hook.post("/channels/zalo", content=event.body, headers=event.headers)
    found = await rows.messages(database)
    assert [(message.client_id, message.text) for message in found] == [("m1", "đường hỏng"), ("m1:2", "Ảnh đã gửi")]
    assert len({message.photo_ref for message in found}) == 2


async def test_on_zalo_a_photo_sent_as_a_file_is_taken_and_another_file_is_none(
    zalo: FakeZalo, zalo_hook, database: Database
) -> None:
    for number, name in enumerate(("IMG_01.JPG", "don.pdf")):
        event = zalo.sends_file("9", picture(), msg_id=f"m{number}", name=name)
        await zalo_hook.post("/channels/zalo", content=event.body, headers=event.headers)
    found = await rows.messages(database)
    assert [bool(message.photo_ref) for message in found] == [True, False]
    assert await rows.texts(database) == ["Ảnh đã gửi", "[tin nhắn không có chữ]"]


async def test_an_update_and_its_job_are_stored_together_or_not_at_all(
    telegram: FakeTelegram, telegram_hook, database: Database
) -> None:
    await rows.refuse_rows(database, "procrastinate_jobs")
    update = telegram.photographs(42, picture(), "đường hỏng")
    headers = {"X-Telegram-Bot-Api-Secret-Token": "hook_Secret-1"}
    with pytest.raises(ConnectorException):  # a 500, of which Telegram repeats the update
        await telegram_hook.post("/channels/telegram", json=update, headers=headers)
    assert await rows.messages(database) == []
