"""Promises of deploy/ and of the ten steps: what can be run here runs, the rest is read."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from commands.operating_line import admin
from deploy.bill_of_materials import components, licence, main, pinned
from pages.web.bounds import Waits
from pages.web.patience import Heads
from survey.release import version
from survey.settings import ROOT, Settings

pytestmark = pytest.mark.slow

DEPLOY = ROOT / "deploy"
UNIT = (DEPLOY / "same-boat.service").read_text("utf-8")
COMPOSE = (DEPLOY / "compose.yaml").read_text("utf-8")
CONTAINER = (DEPLOY / "Containerfile").read_text("utf-8")
NGINX = (DEPLOY / "nginx.conf").read_text("utf-8")
CADDY = (DEPLOY / "Caddyfile").read_text("utf-8")
PAGE = (ROOT / "docs" / "operating.md").read_text("utf-8")
STEPS = PAGE[PAGE.index("## From nothing") : PAGE.index("## Settings")]


def commands() -> list[str]:
    """The commands of the ten steps, each on a line."""
    lines = re.findall(r"^ {7}(?! )(.+(?:\\\n.+)*)$", STEPS, re.MULTILINE)
    return [re.sub(r"\\\n\s*", "", line) for line in lines]


def test_there_are_ten_steps_and_every_command_of_ours_in_them_exists() -> None:
    """And every file of deploy/ that they name."""
    assert re.findall(r"^(\d+)\. ", STEPS, re.MULTILINE) == [str(n) for n in range(1, 11)]
    ours = {line.split()[1] for line in commands() if line.startswith("boat ")}
    assert {"check", "welcome", "grant", "backup", "restore"} == ours <= admin.commands.keys()
    for name in re.findall(r"deploy/([\w.-]+\w)", PAGE):
        assert (DEPLOY / name).exists(), name


@pytest.fixture
def prefix(tmp_path: Path) -> dict[str, str]:
    """The release as step 3 copies it, and the environment of step 5; nothing else of ours."""
    place = tmp_path / "opt"
    left = shutil.ignore_patterns(
        ".git", ".venv", "tests", "bench", "__pycache__", "var", ".*cache"
    )
    shutil.copytree(ROOT, place, ignore=left)
    example = (DEPLOY / "same-boat.env.example").read_text("utf-8")
    said = dict(re.findall(r"^(SAME_BOAT_\w+)=(.*)$", example, re.MULTILINE))
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ}
    place_of_all = tmp_path / "lib"
    ours = {
        "SAME_BOAT_DATA": str(place_of_all / "data"),
        "SAME_BOAT_BACKUP_FOLDER": str(place_of_all / "backups"),
        "PREFIX": str(place),
    }
    return kept | said | ours


def boat(environment: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    """A command as step 8 runs it."""
    command = [sys.executable, "admin.py", *words]
    return subprocess.run(
        command,
        cwd=environment["PREFIX"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_steps_run_in_an_empty_prefix_and_end_with_a_backup_that_is_brought_back(
    prefix: dict[str, str], tmp_path: Path
) -> None:
    """Welcome, people, a role, check, backup, rehearsal, restore into an empty folder."""
    backups, new = prefix["SAME_BOAT_BACKUP_FOLDER"], str(tmp_path / "new" / "data")
    people = tmp_path / "people.csv"
    people.write_text("person_id,name,email,language,unit\np1,Ada,ada@boat.example,en,crew\n")

    said = boat(prefix, "welcome").stdout
    assert "https://boat.example/enter/" in said
    for words in (
        ("import", "people", str(people)),
        ("grant", "p1", "hr"),
        ("check",),
        ("backup", backups),
        ("restore", backups, "--rehearse"),
        ("settings",),
    ):
        done = boat(prefix, *words)
        assert done.returncode == 0, (words, done.stdout, done.stderr)
    done = boat(prefix | {"SAME_BOAT_DATA": new}, "restore", backups)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "1 people" in done.stdout
    assert boat(prefix | {"SAME_BOAT_DATA": new}, "check").returncode == 0
    data = Path(prefix["SAME_BOAT_DATA"])
    assert {file.stat().st_mode & 0o077 for file in (data, *data.rglob("*"))} == {0}


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd here")
def test_the_unit_is_one_that_systemd_reads(tmp_path: Path) -> None:
    """Only what is not on this machine (the program, the user) may be missed."""
    unit = tmp_path / "same-boat.service"
    unit.write_text(UNIT.replace("/opt/same-boat/.venv/bin/streamlit", sys.executable))
    said = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(unit)],
        capture_output=True,
        text=True,
        check=False,
    )
    faults = [line for line in said.stderr.splitlines() if "same-boat.service" in line]
    assert [line for line in faults if "Unknown" in line or "Failed to parse" in line] == []


@pytest.mark.parametrize(
    "line",
    ["User=same-boat", "NoNewPrivileges=yes", "ProtectSystem=strict", "ProtectHome=yes",
     "PrivateTmp=yes", "CapabilityBoundingSet=", "UMask=0077", "LimitNOFILE=65536", "LimitCORE=0",
     "StateDirectoryMode=0700", "SystemCallFilter=@system-service", "TimeoutStopSec=90"],
)  # fmt: skip
def test_the_unit_is_hardened(line: str) -> None:
    assert line in UNIT.splitlines()


def test_the_container_is_nobody_in_particular_and_writes_to_one_volume_only() -> None:
    assert re.search(r"^USER 10001$", CONTAINER, re.MULTILINE)
    assert CONTAINER.count("\nVOLUME ") == 1
    assert "--require-hashes" in CONTAINER
    assert "/healthz" in CONTAINER
    assert "USER root" not in CONTAINER
    assert "read_only: true" in COMPOSE
    assert "cap_drop: [ALL]" in COMPOSE
    assert "no-new-privileges:true" in COMPOSE
    assert re.search(r"networks: \{inside: \{internal: true\}", COMPOSE)


def test_no_secret_stands_in_compose_and_every_setting_it_names_exists() -> None:
    """Each comes from a file; what is set is a setting."""
    names = set(re.findall(r"\bSAME_BOAT_(\w+):", COMPOSE))
    known = {name.upper() for name in Settings.model_fields}
    known |= {f"{name}_FILE" for name in known}

    assert names <= known
    assert not re.search(r"PASSWORD: |postgresql://", COMPOSE)
    for secret in re.findall(r"file: secrets/(\w+)", COMPOSE):
        assert f"/run/secrets/{secret}" in COMPOSE
    example = (DEPLOY / "same-boat.env.example").read_text("utf-8")
    assert set(re.findall(r"^SAME_BOAT_(\w+)=", example, re.MULTILINE)) <= known


@pytest.mark.parametrize(
    ("path", "logged"),
    [("/i/1-secret", "/i"), ("/enter/secret", "/enter"), ("/read/read-secret", "/read"),
     ("/oauth2callback?code=secret&state=secret", "/oauth2callback"),
     ("/trends?unit=keel", "/trends"), ("/", "/")],
)  # fmt: skip
def test_nginx_logs_no_token(path: str, logged: str) -> None:
    """Its own map, tried here; Caddy writes no log of requests at all."""
    rules = re.findall(r"^\s+~(\S+) \$(\w+);$", NGINX, re.MULTILINE)
    for rule, name in rules:
        if found := re.match(rule.replace("(?<", "(?P<"), path):
            assert found[name] == logged
            break
    assert "$request_uri" not in NGINX.split("log_format", 1)[1].split(";", 1)[0]
    assert "output discard" in CADDY


def test_the_proxies_bound_what_comes_and_keep_a_browser_with_its_process() -> None:
    for word in ("client_header_timeout", "client_body_timeout", "limit_conn ", "limit_req ",
                 "client_max_body_size 26m", "ip_hash", "large_client_header_buffers",
                 "location = /metrics"):  # fmt: skip
        assert word in NGINX
    for word in ("read_header", "read_body", "max_header_size", "lb_policy cookie", "/metrics"):
        assert word in CADDY
    for braces in (NGINX, CADDY):
        assert braces.count("{") == braces.count("}")


def test_the_proxies_are_no_more_patient_than_the_app_and_let_through_what_it_takes() -> None:
    """So that what is slow ends at the proxy, and nothing that the app would take ends there."""
    nginx = {name: int(value) for name, value in re.findall(r"(\w+) (\d+)[smk]", NGINX)}
    caddy = {name: int(value) for name, value in re.findall(r"(\w+) (\d+)[smKM]", CADDY)}

    assert nginx["client_header_timeout"] <= Heads().seconds
    assert caddy["read_header"] <= Heads().seconds
    assert nginx["client_body_timeout"] <= Waits().rest
    assert caddy["read_body"] <= Waits().rest
    assert min(nginx["client_max_body_size"], caddy["max_size"]) > 25
    assert caddy["max_header_size"] * 1024 <= Heads().size
    (buffers,) = re.findall(r"large_client_header_buffers (\d+) (\d+)k", NGINX)
    assert int(buffers[0]) * int(buffers[1]) * 1024 <= Heads().size


def test_the_bill_of_materials_names_everything_that_is_shipped(tmp_path: Path) -> None:
    """With its version, its hashes and its licence."""
    lock = (ROOT / "requirements.txt").read_text("utf-8")
    main(tmp_path)
    bill = json.loads((tmp_path / "sbom.cdx.json").read_text())

    named = {one["name"] for one in bill["components"]}
    assert {"streamlit", "duckdb", "plotly", "pynacl"} <= named <= pinned(lock).keys()
    assert all(one["hashes"] and one["purl"] for one in bill["components"])
    assert [one["name"] for one in components(lock) if not licence(str(one["name"]))] == []
    assert len((tmp_path / "licences.md").read_text().splitlines()) == len(named) + 2
    itself = bill["metadata"]["component"]
    assert (itself["name"], itself["version"]) == ("same-boat", version())
    refs = {one["bom-ref"]: one["name"] for one in bill["components"]}
    asked = {refs.get(one["ref"], ""): one["dependsOn"] for one in bill["dependencies"]}
    assert asked.keys() == {"", *named}
    assert {"tornado", "starlette"} & {refs[ref] for ref in asked["streamlit"]}
    assert all(ref in refs for those in asked.values() for ref in those)
    for one in bill["components"]:
        (licensed,) = one["licenses"]
        assert set(licensed) in ({"expression"}, {"license"})
