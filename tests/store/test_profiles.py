"""Endpoints by name and by address; credentials come from the environment or a keyring, never from the file."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType

import pytest

from myograph.errors import MissingExtra, UnknownName, UsageError
from myograph.store.credentials import Credentials, from_environment, from_keyring
from myograph.store.endpoint import MIB, Endpoint
from myograph.store.profiles import config_folder, endpoint_named, profile

URL = "https://lab.example/sparql"
WHOLE = f"""
[lab]
url = "{URL}"
auth = "digest"
user = "anna"
password_variable = "LAB"
headers = {{ X-Team = "muscle" }}
graphs = ["urn:g"]
page_size = 500
most_mib = 2
attempts = 1

[token]
url = "{URL}"
token_variable = "TOKEN"

[plain]
url = "http://intranet.example/sparql"
user = "anna"
password_variable = "LAB"
plain_http = true
"""
SETTINGS = {"LAB": "s3cret", "TOKEN": "t0ken"}


def written(folder: Path, text: str) -> dict[str, str]:
    (folder / "endpoints.toml").write_text(text, "utf-8")
    return {"MYOGRAPH_CONFIG": str(folder), **SETTINGS}


def test_a_profile_holds_everything(tmp_path: Path) -> None:
    environment = written(tmp_path, WHOLE)
    assert profile("lab", environment) == Endpoint(
        URL,
        credentials=Credentials("digest", "anna", "s3cret"),
        headers=(("X-Team", "muscle"),),
        graphs=("urn:g",),
        page_size=500,
        most_bytes=2 * MIB,
        attempts=1,
    )
    assert profile("token", environment).credentials == Credentials("bearer", "", "t0ken")
    assert profile("plain", environment).credentials == Credentials("basic", "anna", "s3cret")
    assert endpoint_named("profile:lab", environment) == profile("lab", environment)


def test_a_place_is_an_address_a_profile_or_a_folder() -> None:
    assert endpoint_named(URL, {}) == Endpoint(URL)
    assert endpoint_named("release", {}) is None
    assert endpoint_named(Path("release"), {}) is None


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("url = 3", "stands in no profile"),
        ("[lab", "cannot be read"),
        ("[lab]\nuser = 'anna'", "'url' is missing"),
        (f"[lab]\nurl = '{URL}'\npasword = 'x'", "nobody knows the setting 'pasword'"),
        (f"[lab]\nurl = '{URL}'\npage_size = 0", "'page_size' has a value"),
        (f"[lab]\nurl = '{URL}'\npage_size = true", "'page_size' has a value"),
        (f"[lab]\nurl = '{URL}'\ngraphs = [3]", "'graphs' has a value"),
        (f'[lab]\nurl = "{URL}"\nheaders = {{ X = "a\\r\\nY: b" }}', "no header"),
        (f"[lab]\nurl = '{URL}'\nauth = 'kerberos'", "no way to log in"),
        (f"[lab]\nurl = '{URL}'\nuser = 'anna'\npassword_variable = 'NONE'", "NONE is not set"),
        ("[lab]\nurl = 'sparql'", "not the address"),
        ("[lab]\nurl = 'http://intranet.example/'\ntoken_variable = 'TOKEN'", "in the clear"),
    ],
)
def test_a_profile_that_cannot_be_understood_is_told(text: str, told: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=told) as caught:
        profile("lab", written(tmp_path, text))
    assert not [secret for secret in SETTINGS.values() if secret in str(caught.value)]


def test_an_unknown_profile_offers_near_ones(tmp_path: Path) -> None:
    with pytest.raises(UnknownName, match="Did you mean lab"):
        profile("labs", written(tmp_path, WHOLE))
    with pytest.raises(UnknownName, match=r"Write one into .*endpoints\.toml"):
        profile("lab", {"MYOGRAPH_CONFIG": str(tmp_path / "nowhere")})


def test_the_configuration_folder_is_where_the_user_wants_it(tmp_path: Path) -> None:
    assert config_folder({"MYOGRAPH_CONFIG": str(tmp_path)}) == tmp_path
    assert config_folder({"XDG_CONFIG_HOME": str(tmp_path)}) == tmp_path / "myograph"


def test_credentials_come_from_the_environment() -> None:
    assert from_environment({}) is None
    assert from_environment({"MYOGRAPH_TOKEN": "t"}) == Credentials("bearer", "", "t")
    both = {"MYOGRAPH_USER": "anna", "MYOGRAPH_PASSWORD": "p"}
    assert from_environment(both) == Credentials("basic", "anna", "p")
    assert from_environment({**both, "MYOGRAPH_AUTH": "digest"}) == Credentials("digest", "anna", "p")


@pytest.mark.parametrize(
    "settings",
    [
        {"MYOGRAPH_USER": "anna"},
        {"MYOGRAPH_PASSWORD": "s3cret"},
        {"MYOGRAPH_TOKEN": "s3cret\n"},
        {"MYOGRAPH_TOKEN": "s3cret-Ω"},
        {"MYOGRAPH_USER": "anna", "MYOGRAPH_PASSWORD": "s3cret", "MYOGRAPH_AUTH": "magic"},
    ],
)
def test_credentials_that_cannot_be_sent_are_refused_and_not_shown(settings: dict[str, str]) -> None:
    with pytest.raises(UsageError) as told:
        from_environment(settings)
    assert "s3cret" not in str(told.value)


def test_the_keyring_is_asked_when_it_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    keyring = ModuleType("keyring")
    known = {(f"myograph {URL}", "anna"): "s3cret"}
    monkeypatch.setattr(keyring, "get_password", lambda service, user: known.get((service, user)), raising=False)
    monkeypatch.setitem(sys.modules, "keyring", keyring)
    assert from_keyring(URL, "anna") == Credentials("basic", "anna", "s3cret")
    with pytest.raises(UsageError, match="no password of berta"):
        from_keyring(URL, "berta")


def test_without_the_keyring_its_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "keyring", None)
    with pytest.raises(MissingExtra, match="keyring is not installed"):
        from_keyring(URL, "anna")
