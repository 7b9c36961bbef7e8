import pytest

from api.core.settings import load_settings
from bot.channels.registry import telegram_bot


@pytest.mark.parametrize("token", ["", "not a token", "12:"])
def test_a_token_that_cannot_be_right_leaves_the_channel_off(token: str) -> None:
    assert telegram_bot(load_settings(telegram_token=token)) is None


def test_a_well_formed_token_turns_it_on() -> None:
    assert telegram_bot(load_settings(telegram_token="42:TEST")) is not None
