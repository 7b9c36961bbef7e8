"""A citizen's phone on either channel: what is sent comes by the channel's webhook."""

from dataclasses import dataclass
from typing import Any, Protocol

from httpx import AsyncClient, Response

from tests.pg.channels.fake_telegram import FakeTelegram
from tests.pg.channels.fake_telegram import Trouble as TelegramTrouble
from tests.pg.channels.fake_zalo import FakeZalo
from tests.pg.channels.fake_zalo import Trouble as ZaloTrouble


class Phone(Protocol):
    """What both can do."""

    channel: str

    async def photographs(self, content: bytes, caption: str = "") -> None: ...

    async def writes(self, text: str) -> None: ...

    async def again(self) -> None:
        """The channel repeats its last call."""

    def trouble(self, *statuses: int) -> None:
        """Let the next downloads fail."""

    def loses_files(self) -> None:
        """The channel does not keep what was sent any more."""

    def downloads(self) -> int: ...


@dataclass
class TelegramPhone:
    fake: FakeTelegram
    client: AsyncClient
    secret: str
    channel: str = "telegram"

    async def photographs(self, content: bytes, caption: str = "") -> None:
        await self._calls(self.fake.photographs(42, content, caption or None))

    async def writes(self, text: str) -> None:
        await self._calls(self.fake.writes(42, text))

    async def again(self) -> None:
        await self._calls(self._last)

    def trouble(self, *statuses: int) -> None:
        self.fake.trouble("download", *(TelegramTrouble(status=status, description="…") for status in statuses))

    def loses_files(self) -> None:
        self.fake.files.clear()

    def downloads(self) -> int:
        return self.fake.downloads

    async def _calls(self, update: dict[str, Any]) -> None:
        self._last = update
        _taken(
            await self.client.post(
                "/channels/telegram", json=update, headers={"X-Telegram-Bot-Api-Secret-Token": self.secret}
            )
        )


@dataclass
class ZaloPhone:
    fake: FakeZalo
    client: AsyncClient
    channel: str = "zalo"
    sent: int = 0

    async def photographs(self, content: bytes, caption: str = "") -> None:
        self.sent += 1
        self._last = self.fake.photographs("900042", content, msg_id=f"m{self.sent}", caption=caption)
        await self.again()

    async def writes(self, text: str) -> None:
        self.sent += 1
        self._last = self.fake.writes("900042", text, msg_id=f"m{self.sent}")
        await self.again()

    async def again(self) -> None:
        _taken(await self.client.post("/channels/zalo", content=self._last.body, headers=self._last.headers))

    def trouble(self, *statuses: int) -> None:
        self.fake.file_trouble(*(ZaloTrouble(status=status, html=True) for status in statuses))

    def loses_files(self) -> None:
        self.fake.files.clear()

    def downloads(self) -> int:
        return len(self.fake.file_headers)


def _taken(answer: Response) -> None:
    assert answer.status_code == 200
