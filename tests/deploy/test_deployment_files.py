"""The deployment files agree with the command line, with each other and with their formats."""

from __future__ import annotations

import configparser
import re
import shlex

import pytest

from myograph.cli.serve import serve
from tests.checkout import ROOT

DEPLOY = ROOT / "deploy"
OPTIONS = {name for parameter in serve.params for name in parameter.opts}


def text(name: str) -> str:
    return (DEPLOY / name).read_text("utf-8")


def serve_options(words: list[str]) -> set[str]:
    return {word for word in words if word.startswith("--")}


def test_the_unit_runs_the_command_as_it_is() -> None:
    unit = configparser.RawConfigParser(strict=False, interpolation=None)
    unit.optionxform = str  # type: ignore[assignment, method-assign]
    unit.read_string(text("myograph.service"))
    words = shlex.split(unit["Service"]["ExecStart"])
    assert words[1] == "serve"
    assert serve_options(words) <= OPTIONS
    assert unit["Service"]["NoNewPrivileges"] == "yes"
    assert unit["Install"]["WantedBy"]


def test_the_image_runs_the_command_as_it_is_without_rights() -> None:
    lines = text("Dockerfile").splitlines()
    known = {"FROM", "WORKDIR", "COPY", "RUN", "USER", "EXPOSE", "HEALTHCHECK", "ENTRYPOINT", "CMD"}
    starts = [line.split()[0] for line in lines if line and not line.startswith(("#", " "))]
    assert set(starts) <= known
    assert starts.index("USER") < starts.index("ENTRYPOINT")
    words = re.findall(r'"([^"]+)"', next(line for line in lines if line.startswith("ENTRYPOINT")))
    assert words[:2] == ["myograph", "serve"]
    assert serve_options(words) <= OPTIONS
    for source in re.findall(r"--constraint (\S+)", text("Dockerfile")):
        assert (ROOT / source).is_file()


def test_compose_names_options_and_files_that_there_are() -> None:
    compose = text("compose.yaml")
    command = next(line for line in compose.splitlines() if line.strip().startswith("command:"))
    assert serve_options(re.findall(r'"([^"]+)"', command)) <= OPTIONS
    assert "\t" not in compose
    for mounted in re.findall(r"- \./(\S+?):", compose):
        assert (DEPLOY / mounted).is_file()
    dockerfile = re.search(r"dockerfile: (\S+)", compose)
    assert dockerfile is not None
    assert (ROOT / dockerfile[1]).is_file()


@pytest.mark.parametrize("name", ["nginx.conf", "Caddyfile"])
def test_proxies_close_their_blocks_and_hide_the_numbers(name: str) -> None:
    bare = re.sub(r"#.*|\{\$[^}]*\}", "", text(name))
    assert bare.count("{") == bare.count("}")
    assert "/metrics" in bare
    assert "8000" in bare


def test_every_file_and_option_is_documented() -> None:
    page = (ROOT / "docs" / "deployment.md").read_text("utf-8")
    server = (ROOT / "docs" / "server.md").read_text("utf-8")
    for path in DEPLOY.iterdir():
        assert f"`deploy/{path.name}`" in page
    bounds = {
        option for option in OPTIONS if option.startswith(("--max", "--work", "--time", "--mem", "--pat", "--cache"))
    }
    for option in (*bounds, "--host", "--open", "--base-url", "--allow-origin"):
        assert f"`{option}" in server + page or f"serve {option}" in server, option
