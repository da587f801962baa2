"""One respondent's whole flow (open, answer, send, thank-you) against a minimal Streamlit form.

Run: python -m bench.respondents [--seconds 10] [--loadgen ../shared/tools/loadgen.py]
Both servers are started here and loaded in turn with 1, 10 and 50 respondents at once. Each
respondent of Same Boat comes with a personal link of their own and answers once.
"""

import argparse
import asyncio
import importlib.util
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

from pages.ui.frame.kept_links import FORM, cookie_name
from survey.actions.opening import open_wave
from survey.actions.organisation import apply_people
from survey.actions.waves import Plan, plan_wave
from survey.answering.links import link_token
from survey.organisation.structure import Person, Unit
from survey.questionnaire.instrument_file import load_instruments
from survey.settings import CONTENT, ROOT, Settings
from survey.store import Store

AT_ONCE = (1, 10, 50)
MARK = "bench"
PEOPLE = 6000
TEAMS = 500


def build(folder: Path) -> list[str]:
    """An organisation with an open wave; the tokens of its personal links."""
    store = Store(Settings(data=folder))
    units = [Unit("org", "Organisation", None)]
    units += [Unit(f"t{n}", f"Team {n}", "org") for n in range(TEAMS)]
    people = [Person(f"p{n}", f"P {n}", "", "en", f"t{n % TEAMS}") for n in range(PEOPLE)]
    apply_people(store, units=units, people=people, actor="bench", detail="")
    instrument = load_instruments(CONTENT / "instruments")["standard"]
    now = store.now()
    plan = Plan("bench", "Bench", instrument, now, now + timedelta(days=2), 5)
    plan_wave(store, plan, actor="bench")
    open_wave(store, key="bench", actor="bench")
    wave = store.wave("bench")
    secret = store.keys.read(wave.id).links
    store.close()
    return [link_token(secret, wave.id, person.key) for person in people]


def serve(script: str, data: Path) -> tuple[subprocess.Popen[bytes], int]:
    """Start a Streamlit server on a free port and wait until it takes connections."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", script]
    command += ["--server.port", str(port), "--server.headless", "true"]
    environment = os.environ | {"SAME_BOAT_DATA": str(data)}
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
    until = time.monotonic() + 60
    while time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return process, port
        time.sleep(0.1)
    raise TimeoutError(f"{script} did not start")


def load(generator: ModuleType, port: int, process: int, **wanted: Any) -> dict[str, Any]:
    """Run the load generator once and give back what it measured."""
    with tempfile.NamedTemporaryFile(suffix=".json") as out:
        arguments = {
            "url": f"http://127.0.0.1:{port}/",
            "mode": "form",
            "think": 0.0,
            "ramp": 0.0,
            "expect": None,
            "base": "",
            "origin": None,
            "header_dict": None,
            "deflate": False,
            "timeout": 60.0,
            "connect_limit": 200,
            "server_pid": [process],
            "seed": 1,
            "json": out.name,
            "label": "",
            "max_error": 1.0,
            "p99": None,
        } | wanted
        asyncio.run(generator.main(argparse.Namespace(**arguments)))
        measured: dict[str, Any] = json.loads(Path(out.name).read_text())
    return measured


def with_links(generator: ModuleType, tokens: list[str]) -> None:
    """Give every virtual respondent the cookie of the next personal link."""
    session: Any = generator.__dict__["StSession"]
    enter, unused = session.__aenter__, iter(tokens)

    async def enter_with_link(self: Any) -> Any:
        cookie = {"Cookie": f"{cookie_name(MARK)}={next(unused)}"}
        self.args = argparse.Namespace(**vars(self.args) | {"header_dict": cookie})
        return await enter(self)

    session.__aenter__ = enter_with_link


def main() -> None:
    """Load both and print a line for each number of respondents at once."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--loadgen", type=Path, default=ROOT.parent / "shared/tools/loadgen.py")
    options = parser.parse_args()
    if not options.loadgen.exists():
        raise SystemExit(f"The load generator is not at {options.loadgen}; give --loadgen FILE.")
    spec = importlib.util.spec_from_file_location("loadgen", options.loadgen)
    assert spec is not None
    assert spec.loader is not None
    plain, linked = (importlib.util.module_from_spec(spec) for _ in range(2))
    spec.loader.exec_module(plain)
    spec.loader.exec_module(linked)
    with tempfile.TemporaryDirectory() as folder:
        compare(plain, linked, Path(folder), options.seconds)


def compare(plain: ModuleType, linked: ModuleType, folder: Path, seconds: float) -> None:
    """Minimal form and pulse in turn, for each number at once."""
    with_links(linked, build(folder))
    form, form_port = serve("bench/minimal_form.py", folder)
    pulse, pulse_port = serve("app.py", folder)
    lines = []
    try:
        for at_once in AT_ONCE:
            wanted = {"sessions": at_once, "duration": seconds}
            a = load(plain, form_port, form.pid, **wanted)
            address = f"http://127.0.0.1:{pulse_port}/pulse?{FORM}={MARK}"
            b = load(linked, pulse_port, pulse.pid, url=address, expect="Thank you", **wanted)
            cpu = [run["server"]["cpu_ms_per_completed"] for run in (a, b)]
            lines.append(
                f"{at_once:3} at once: form {cpu[0]:6.1f} ms CPU, {a['per_s']:5.1f}/s; "
                f"pulse {cpu[1]:6.1f} ms CPU, {b['per_s']:5.1f}/s; "
                f"CPU ratio {cpu[1] / cpu[0]:.2f}; errors {a['errors']} and {b['errors']}"
            )
    finally:
        for process in (form, pulse):
            process.terminate()
            process.wait()
    print("\n".join(lines))


if __name__ == "__main__":
    main()
