"""The normal form, folding and the noise of training."""

import unicodedata

import pytest

from bot.nlu.augment import Noise, telex_keys
from bot.nlu.fold import fold, is_marked
from bot.nlu.normalize import LIMIT, normalize
from bot.nlu.syllable import one_form, untyped


@pytest.mark.parametrize(
    ("typed", "normal"),
    [
        ("Hoà bình", "hòa bình"),
        ("QÚY vị", "quý vị"),
        ("gỉai quyết", "giải quyết"),
        ("dduwowngf hỏnggggg", "đường hỏng"),
        ("d9u7o7ng2", "đường"),
        ("ko ai sửa!!!!", "không ai sửa!"),
        ("nước\u200b đục 😡", "nước đục tứcgiận"),
        ("HY-2026-00045", "mãphiếu"),
        ("gọi 0912 345 678", "gọi sốđiệnthoại"),
        ("mất 500k", "mất sốtiền"),
    ],
)
def test_one_thing_has_one_normal_form(typed: str, normal: str) -> None:
    assert normalize(typed) == normal


@pytest.mark.parametrize("word", ["duong hong nang", "nha em", "bai rac", "gas", "for", "to5"])
def test_what_is_ambiguous_stays(word: str) -> None:
    assert normalize(word) == word


def test_decomposed_letters_are_the_same_text() -> None:
    text = "Đường thôn tôi hỏng nặng, thuỷ lợi không ai sửa"
    assert normalize(unicodedata.normalize("NFD", text)) == normalize(text)


def test_a_text_is_cut() -> None:
    assert len(normalize("a b " * 10_000)) <= LIMIT


def test_the_normal_form_of_a_normal_form_is_itself() -> None:
    once = normalize("Đg thôn mk hỏnggg, k ai sửa!!! 😡 gọi 0912345678")
    assert normalize(once) == once


def test_folding_keeps_offsets() -> None:
    text = "Đường Nguyễn Huệ"
    assert fold(text) == "duong Nguyen Hue".replace("d", "d", 1)
    assert len(fold(text)) == len(text)
    assert is_marked(text)
    assert not is_marked(fold(text))


@pytest.mark.parametrize("word", ["đường", "nước", "quyết", "khuyến", "đất", "rượu"])
def test_telex_keys_are_read_back(word: str) -> None:
    assert one_form(untyped(telex_keys(word))) == word


def test_noise_is_seeded() -> None:
    text = "đường thôn tôi hỏng nặng không biết bao giờ mới được sửa"
    assert Noise(3).copies(text) == Noise(3).copies(text)
    assert not is_marked(Noise(3).copies(text)[0])
