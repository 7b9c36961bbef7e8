"""Zalo's access token: kept encrypted in one row, renewed under that row's lock before it runs out."""

from datetime import datetime, timedelta

import httpx
from sqlalchemy.dialects.postgresql import insert

from api.core.crypto import Vault
from api.core.db import Database
from api.core.settings import Settings
from api.core.time import utc_now
from api.outbox.models import ChannelToken
from bot.channels.base import ChannelDown, Temporary
from bot.channels.zalo.incoming import CHANNEL

# An access token lives 25 hours; renewed with at least this much left.
_RENEW_BEFORE = timedelta(hours=5)


class Tokens:
    """The tokens of one Official Account."""

    def __init__(self, settings: Settings, database: Database, client: httpx.AsyncClient) -> None:
        self._settings, self._database, self._client = settings, database, client
        self._vault = Vault(settings.secret_key.get_secret_value())

    async def access_token(self, *, refused: str | None = None) -> str:
        """Return a token that holds; `refused` is one that Zalo just refused, so another is needed.

        Raises ChannelDown when an administrator must authorise the account again, Temporary when Zalo is away.
        """
        await self._seed()
        async with self._database.transaction() as session:
            row = await session.get_one(ChannelToken, (CHANNEL, self._settings.zalo_oa_id), with_for_update=True)
            access = self._vault.open(row.access_token)
            refresh = self._vault.open(row.refresh_token)
            if access and access != refused and row.expires_at > utc_now() + _RENEW_BEFORE:
                return access
            access, refresh, expires_at = await self._renew_with_any(refresh)
            # Both tokens are committed before the new one is used: the old refresh token is dead from here.
            row.access_token, row.refresh_token = self._vault.seal(access), self._vault.seal(refresh)
            row.expires_at = expires_at
        return access

    async def _seed(self) -> None:
        """Begin with the refresh token of the settings; later ones are Zalo's own."""
        seed = self._settings.zalo_refresh_token.get_secret_value()
        async with self._database.transaction() as session:
            await session.execute(
                insert(ChannelToken)
                .values(
                    channel=CHANNEL,
                    account=self._settings.zalo_oa_id,
                    access_token="",
                    refresh_token=self._vault.seal(seed),
                    expires_at=datetime.fromtimestamp(0, utc_now().tzinfo),
                )
                .on_conflict_do_nothing()
            )

    async def _renew_with_any(self, refresh: str | None) -> tuple[str, str, datetime]:
        """Renew with Zalo's last refresh token; when it is dead, with one that an administrator has set since."""
        seed = self._settings.zalo_refresh_token.get_secret_value()
        if refresh is None or refresh == seed:
            return await self._renew(seed)
        try:
            return await self._renew(refresh)
        except ChannelDown:
            return await self._renew(seed)

    async def _renew(self, refresh: str) -> tuple[str, str, datetime]:
        try:
            response = await self._client.post(
                f"{self._settings.zalo_oauth_base}/v4/oa/access_token",
                headers={"secret_key": self._settings.zalo_app_secret.get_secret_value()},
                data={
                    "refresh_token": refresh,
                    "app_id": self._settings.zalo_app_id,
                    "grant_type": "refresh_token",
                },
            )
            answer = dict(response.json())
        except (httpx.HTTPError, ValueError, TypeError) as error:
            raise Temporary(f"oauth:{type(error).__name__}") from error
        if response.is_server_error:
            raise Temporary(f"oauth:{response.status_code}")
        access, renewed = answer.get("access_token"), answer.get("refresh_token")
        if not access or not renewed:  # failures come as 200 with `error_name`
            raise ChannelDown(f"oauth:{answer.get('error_name') or answer.get('error') or 'no token'}")
        return access, renewed, utc_now() + timedelta(seconds=int(answer.get("expires_in") or 90_000))
