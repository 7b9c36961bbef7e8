from api.core.ids import ALPHABET, find_tracking_code, new_tracking_code


def test_a_code_is_found_however_it_was_typed() -> None:
    code = new_tracking_code("HY")
    body = code.replace("-", "")
    for typed in (code, code.lower(), body, f"xem hộ phiếu {code.lower()} với", f"{body[:2]} {body[2:6]} {body[6:]}"):
        assert find_tracking_code(typed, "HY") == code


def test_one_wrong_character_is_noticed() -> None:
    code = new_tracking_code("HY")
    for place in (3, 4, 5, 6, 8):
        for letter in ALPHABET:
            typed = code[:place] + letter + code[place + 1 :]
            assert find_tracking_code(typed, "HY") == (code if typed == code else None)


def test_another_provinces_code_is_not_ours() -> None:
    assert find_tracking_code(new_tracking_code("TB"), "HY") is None


def test_codes_hold_no_letter_that_is_misread() -> None:
    drawn = "".join(new_tracking_code("HY")[3:].replace("-", "") for _ in range(200))
    assert not set(drawn) & set("01OIJL")
