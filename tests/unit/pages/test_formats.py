"""Numbers, dates and words as people read them."""

from datetime import UTC, datetime

import pytest

from api.core import formats

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)  # 10:00 on Tuesday 24/11/2026 in Hưng Yên


@pytest.mark.parametrize(
    ("value", "digits", "written"),
    [(0, 0, "0"), (1234, 0, "1.234"), (1234.5, 1, "1.234,5"), (1234567.891, 2, "1.234.567,89"), (None, 0, "–")],
)
def test_numbers_have_dots_for_thousands_and_a_comma_for_decimals(value, digits, written):
    assert formats.format_number(value, digits) == written


@pytest.mark.parametrize(("value", "written"), [(0.943, "94,3\u00a0%"), (1, "100,0\u00a0%"), (None, "–")])
def test_a_share_is_a_percentage_that_does_not_break(value, written):
    assert formats.format_share(value) == written


def test_hours_carry_their_unit():
    assert formats.format_hours(12.5) == "12,5\u00a0giờ"
    assert formats.format_hours(None) == "–"


@pytest.mark.parametrize(
    ("due", "said"),
    [
        (datetime(2026, 11, 27, 10, 0, tzinfo=UTC), "còn 3 ngày"),
        (datetime(2026, 11, 24, 10, 0, tzinfo=UTC), "hạn hôm nay, 17:00"),
        (datetime(2026, 11, 24, 2, 0, tzinfo=UTC), "quá hạn hôm nay"),
        (datetime(2026, 11, 22, 10, 0, tzinfo=UTC), "quá hạn 2 ngày"),
        # 23:30 of the 23rd in UTC is already the 24th in Hưng Yên
        (datetime(2026, 11, 23, 23, 30, tzinfo=UTC), "quá hạn hôm nay"),
    ],
)
def test_time_left_counts_days_of_the_province(due, said):
    assert formats.format_time_left(due, NOW) == said


def test_a_time_element_says_it_to_machines_and_people():
    element = str(formats.time_element(NOW, "deadline"))
    assert element == '<time datetime="2026-11-24T10:00+07:00">10:00, thứ Ba 24/11/2026</time>'


def test_words_escape_what_a_citizen_wrote():
    assert "<script>" not in formats.words("<script>alert(1)</script>")
    assert str(formats.words('a"b<c')) == "a&#34;b&lt;c"


def test_words_link_addresses_without_the_full_stop_and_keep_codes_together():
    shown = str(formats.words("Xem http://localhost:8000/tra-loi/a-b. Mã HY-7K4M-92"))
    assert 'href="http://localhost:8000/tra-loi/a-b"' in shown
    assert "</a>." in shown
    assert '<span class="pd-nowrap">HY-7K4M-92</span>' in shown


def test_words_let_no_attribute_out_of_an_address():
    shown = str(formats.words('http://x.vn/"onmouseover="alert(1)'))
    assert 'onmouseover="' not in shown
