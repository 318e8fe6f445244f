"""The deployment files agree with the command line, with each other and with their formats."""

from __future__ import annotations

import configparser
import re
import shlex
import shutil
import subprocess
from pathlib import Path

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


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed")
def test_systemd_takes_the_unit(tmp_path: Path) -> None:
    unit = tmp_path / "myograph.service"
    unit.write_text(text("myograph.service").replace("/usr/local/lib/myograph/bin/myograph", "/bin/true"))
    told = subprocess.run(["systemd-analyze", "verify", str(unit)], capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr
    # What it says of other units of this machine is not about ours.
    assert "myograph" not in told.stderr


@pytest.mark.skipif(shutil.which("nginx") is None, reason="nginx is not installed")
def test_nginx_takes_the_configuration(tmp_path: Path) -> None:
    inner = re.sub(r"/var/cache/nginx", str(tmp_path), text("nginx.conf"))
    inner = re.sub(r"listen 443 ssl;|ssl_certificate\S* \S+;", "", inner)
    whole = tmp_path / "nginx.conf"
    whole.write_text(f"pid {tmp_path}/pid; error_log stderr; events {{}} http {{ access_log off; {inner} }}")
    told = subprocess.run(["nginx", "-t", "-c", str(whole)], capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr


def test_the_compose_file_is_yaml_with_services_that_are_closed_off() -> None:
    yaml = pytest.importorskip("yaml")
    compose = yaml.safe_load(text("compose.yaml"))
    ours = compose["services"]["myograph"]
    assert ours["read_only"] is True
    assert ours["cap_drop"] == ["ALL"]
    assert ours["networks"] == ["inside"]
    assert compose["networks"]["inside"]["internal"] is True
    used = {name for service in compose["services"].values() for name in service["networks"]}
    assert used == set(compose["networks"])
    assert {each.partition(":")[0] for each in compose["services"]["proxy"]["volumes"]} == {
        "./Caddyfile",
        *compose["volumes"],
    }


SHELL_FORM = ("RUN", "COPY", "FROM", "USER", "WORKDIR", "EXPOSE")


def test_the_dockerfile_follows_the_rules_of_a_linter() -> None:
    joined = re.sub(r"\\\n\s*", " ", text("Dockerfile"))
    steps = [line.split(maxsplit=1) for line in joined.splitlines() if line and not line.startswith("#")]
    for word, rest in steps:
        assert word in SHELL_FORM or "[" in rest, f"{word} starts a shell"
        if word == "FROM":
            assert re.fullmatch(r"[a-z./-]+:[\w.-]+( AS \w+)?", rest)
            assert ":latest" not in rest
        if "pip install" in rest or "pip wheel" in rest:
            assert "--no-cache-dir" in rest
        assert not rest.startswith(("sudo", "cd "))
        assert "apt-get" not in rest
    assert [rest for word, rest in steps if word == "USER"] == ["myograph"]
    assert sum(word == "ENTRYPOINT" for word, _ in steps) == sum(word == "CMD" for word, _ in steps) == 1
