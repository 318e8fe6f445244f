"""Read named endpoints from `endpoints.toml` in the user's configuration folder.

A profile is a table of settings::

    [lab]
    url = "https://graph.example.org/sparql"
    auth = "digest"                # basic (default), digest or bearer
    user = "reader"                # the password: in the keyring, or in the variable named below
    password_variable = "LAB_PASSWORD"
    token_variable = "LAB_TOKEN"   # for bearer
    headers = { X-Team = "muscle" }
    graphs = ["https://example.org/graph"]
    page_size = 5000
    most_mib = 256
    attempts = 4
    plain_http = false

Secrets never stand in the file.
"""

from __future__ import annotations

import os
import sys
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from myograph.errors import UnknownName, UsageError
from myograph.store.credentials import Credentials, from_environment, from_keyring, scheme_named
from myograph.store.endpoint import MIB, Endpoint, is_address

if TYPE_CHECKING:
    from collections.abc import Mapping

CONFIG_VARIABLE = "MYOGRAPH_CONFIG"
FILE = "endpoints.toml"
PREFIX = "profile:"
"""What makes a place the name of a profile: `profile:lab`."""

KINDS: dict[str, type] = {
    "url": str,
    "auth": str,
    "user": str,
    "password_variable": str,
    "token_variable": str,
    "headers": dict,
    "graphs": list,
    "page_size": int,
    "most_mib": int,
    "attempts": int,
    "plain_http": bool,
}
COUNTS = ("page_size", "most_mib", "attempts")


def config_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """Return the folder: MYOGRAPH_CONFIG, else `myograph` in XDG_CONFIG_HOME, else what the platform prescribes."""
    if chosen := environment.get(CONFIG_VARIABLE):
        return Path(chosen).expanduser().absolute()
    if Path(shared := environment.get("XDG_CONFIG_HOME", "")).is_absolute():
        return Path(shared) / "myograph"
    if sys.platform.startswith("linux"):
        return Path(environment.get("HOME", "~")).expanduser() / ".config" / "myograph"
    import platformdirs

    return Path(platformdirs.user_config_dir("myograph", appauthor=False))


def profile(name: str, environment: Mapping[str, str] = os.environ) -> Endpoint:
    """Return the endpoint of a profile.

    Raises UnknownName with near matches, and UsageError for a file or a setting that cannot be understood.
    """
    path = config_folder(environment) / FILE
    written = read_profiles(path)
    if name not in written:
        from difflib import get_close_matches

        near = get_close_matches(name, written, n=3)
        known = f"Known: {', '.join(written)}." if written else f"Write one into {path}."
        raise UnknownName(f"there is no profile {name!r}", name=name, near=near, advice=None if near else known)
    return endpoint_of(written[name], f"{path} [{name}]", environment)


def read_profiles(path: Path) -> dict[str, dict[str, Any]]:
    """Return the settings of each profile in a file, none when there is no file; raises UsageError."""
    import tomllib

    try:
        written = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as fault:
        raise UsageError(f"the profiles cannot be read: {fault}", place=str(path)) from None
    loose = [name for name, settings in written.items() if not isinstance(settings, dict)]
    if loose:
        raise UsageError(f"{loose[0]} stands in no profile", place=str(path), advice="Start a profile with [NAME].")
    return written


def endpoint_of(settings: Mapping[str, Any], place: str, environment: Mapping[str, str]) -> Endpoint:
    """Return the endpoint that settings describe; raises UsageError that names the setting."""
    _check(settings, place)
    asked = {name: settings[name] for name in ("page_size", "attempts", "plain_http") if name in settings}
    if "most_mib" in settings:
        asked["most_bytes"] = settings["most_mib"] * MIB
    return Endpoint(
        url=settings["url"],
        credentials=_credentials(settings, place, environment),
        headers=tuple(settings.get("headers", {}).items()),
        graphs=tuple(settings.get("graphs", ())),
        **{field.name: asked[field.name] for field in fields(Endpoint) if field.name in asked},
    )


def _check(settings: Mapping[str, Any], place: str) -> None:
    for name, value in settings.items():
        kind = KINDS.get(name)
        if kind is None:
            raise UsageError(f"nobody knows the setting {name!r}", place=place, advice=f"Known: {', '.join(KINDS)}.")
        if type(value) is not kind or not _is_usable(name, value):
            raise UsageError(f"the setting {name!r} has a value that it cannot have", place=place)
    if "url" not in settings:
        raise UsageError("the setting 'url' is missing", place=place)


def _is_usable(name: str, value: Any) -> bool:
    if name in COUNTS:
        return bool(value > 0)
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return all(isinstance(part, str) for part in parts)


def _credentials(settings: Mapping[str, Any], place: str, environment: Mapping[str, str]) -> Credentials | None:
    scheme = scheme_named(settings.get("auth", "bearer" if "token_variable" in settings else "basic"))
    if scheme == "bearer" and "token_variable" in settings:
        return Credentials(scheme, "", _variable(settings["token_variable"], place, environment))
    user = settings.get("user")
    if user and "password_variable" in settings:
        return Credentials(scheme, user, _variable(settings["password_variable"], place, environment))
    if user:
        return from_keyring(settings["url"], user, scheme)
    return from_environment(environment, settings.get("auth"))


def _variable(name: str, place: str, environment: Mapping[str, str]) -> str:
    if value := environment.get(name):
        return value
    raise UsageError(f"the variable {name} is not set", place=place)


def endpoint_named(place: object, environment: Mapping[str, str] = os.environ) -> Endpoint | None:
    """Return the endpoint that an address or `profile:NAME` stands for, or None for anything else."""
    if is_address(place):
        return Endpoint.at(str(place), environment)
    if isinstance(place, str) and place.startswith(PREFIX):
        return profile(place.removeprefix(PREFIX), environment)
    return None
