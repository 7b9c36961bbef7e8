"""What the small servers in the place of Telegram, Zalo and Rasa have in common: a port of their own."""

from aiohttp import web


class LocalServer:
    """A server on this machine, at `base` once it is started."""

    base = ""

    def _app(self) -> web.Application:
        raise NotImplementedError

    async def start(self) -> None:
        self._runner = web.AppRunner(self._app(), shutdown_timeout=0.1, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.base = f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        await self._runner.cleanup()
