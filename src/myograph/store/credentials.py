"""What an endpoint is told to let us in: taken from the environment or the keyring, never shown.

The environment has MYOGRAPH_TOKEN, or MYOGRAPH_USER with MYOGRAPH_PASSWORD; MYOGRAPH_AUTH says `digest` where basic
will not do. The optional library `keyring` keeps a password under the service `myograph ADDRESS`.
"""

from __future__ import annotations

import os
import re
from base64 import b64encode
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, cast, get_args

from myograph.errors import MissingExtra, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

Scheme = Literal["basic", "digest", "bearer"]

TOKEN = "MYOGRAPH_TOKEN"  # noqa: S105 - the name of a variable
USER = "MYOGRAPH_USER"
PASSWORD = "MYOGRAPH_PASSWORD"  # noqa: S105 - the name of a variable
SCHEME = "MYOGRAPH_AUTH"
HIDDEN = "***"
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Credentials:
    """Hold a user and a password, or a token; neither is part of what is printed."""

    scheme: Scheme
    user: str = field(repr=False)
    secret: str = field(repr=False)

    def __post_init__(self) -> None:
        if _CONTROL.search(self.user + self.secret):
            raise UsageError("the credentials hold a control character", advice="Look for a line end at their end.")
        if self.scheme == "bearer" and not self.secret.isascii():
            raise UsageError("the token holds letters that no header can carry")

    @property
    def header(self) -> str | None:
        """Return the Authorization header to send with each request, or None when the server has to ask first."""
        if self.scheme == "digest":
            return None
        return f"Bearer {self.secret}" if self.scheme == "bearer" else f"Basic {self._pair}"

    @property
    def _pair(self) -> str:
        return b64encode(f"{self.user}:{self.secret}".encode()).decode()

    def hidden_in(self, text: str) -> str:
        """Return what a server said, without the secrets it may have repeated."""
        for secret in (self._pair, self.secret):
            text = text.replace(secret, HIDDEN) if secret else text
        return text


def from_environment(environment: Mapping[str, str] = os.environ, scheme: str | None = None) -> Credentials | None:
    """Return the credentials of the environment, or None without any; raises UsageError when they are half there."""
    if token := environment.get(TOKEN):
        return Credentials("bearer", "", token)
    user, password = environment.get(USER), environment.get(PASSWORD)
    if not user and not password:
        return None
    if not user or password is None:
        missing = PASSWORD if user else USER
        raise UsageError(f"{missing} is not set", advice=f"Set both {USER} and {PASSWORD}, or neither.")
    return Credentials(scheme_named(scheme or environment.get(SCHEME) or "basic"), user, password)


def from_keyring(address: str, user: str, scheme: str = "basic") -> Credentials:
    """Return what the keyring keeps for a user of an address; raises MissingExtra, and UsageError when it has none."""
    from importlib import import_module

    try:
        secret: str | None = import_module("keyring").get_password(f"myograph {address}", user)
    except ImportError:
        raise MissingExtra("keyring") from None
    if secret is None:
        advice = f"Store it: keyring set 'myograph {address}' {user}"
        raise UsageError(f"the keyring has no password of {user}", place=address, advice=advice)
    return Credentials(scheme_named(scheme), user, secret)


def scheme_named(name: str) -> Scheme:
    """Return the scheme called so; raises UsageError with those there are."""
    if name in get_args(Scheme):
        return cast("Scheme", name)
    raise UsageError(f"{name!r} is no way to log in", advice=f"Known: {', '.join(get_args(Scheme))}.")
