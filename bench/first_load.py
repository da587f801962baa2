"""How long a phone on a slow line waits for the form: each page, nothing kept from before.

Run: python -m bench.first_load [--times 5]
Chromium plays the phone: 1.6 Mbit/s down, 750 kbit/s up, 150 ms there and back, a quarter of this
machine's speed. A form is there when its last question can be answered.
"""

import argparse
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, ViewportSize, sync_playwright

from bench.respondents import build
from tests.journeys.chromium import CHROMIUM, FLAGS
from tests.journeys.server import serving

PHONE: ViewportSize = {"width": 390, "height": 844}
SLOWER = 4
LINE = {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 93_750}
SEND = "Send answers"
PATIENCE_MS = 120_000


@dataclass(frozen=True)
class Load:
    """Seconds until the form could be answered, bytes on the wire, and how many requests."""

    seconds: float
    kilobytes: float
    requests: int


def load(browser: Browser, address: str) -> Load:
    """Open a form on a phone that has never been here."""
    sizes = list[float]()
    with browser.new_context(viewport=PHONE, is_mobile=True, has_touch=True) as phone:
        page = phone.new_page()
        line = phone.new_cdp_session(page)
        line.send("Network.enable")
        line.on("Network.loadingFinished", lambda told: sizes.append(told["encodedDataLength"]))
        line.send("Network.emulateNetworkConditions", LINE)
        line.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        begun = time.monotonic()
        page.goto(address, wait_until="commit")
        page.get_by_role("button", name=SEND).wait_for(timeout=PATIENCE_MS)
        took = time.monotonic() - begun
    return Load(took, sum(sizes) / 1000, len(sizes))


def main() -> None:
    """Open both pages, and print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=5)
    options = parser.parse_args()
    with ExitStack() as until_then:
        data = Path(until_then.enter_context(tempfile.TemporaryDirectory())) / "data"
        data.mkdir()
        links = build(data, 2 * options.times + 2)
        server = until_then.enter_context(serving(data, log=data.with_name("log"), cold=True))
        playing = until_then.enter_context(sync_playwright())
        browser = playing.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for kind in ("light", "streamlit"):
            address = f"{server.url}/i/{{}}?page={kind}"
            load(browser, address.format(links.pop()))
            found = [load(browser, address.format(links.pop())) for _ in range(options.times)]
            took = sorted(one.seconds for one in found)
            print(
                f"{kind:9}: {median(took):.2f} s ({took[0]:.2f} to {took[-1]:.2f}), "
                f"{found[0].kilobytes:.0f} KB in {found[0].requests} requests"
            )
        browser.close()


if __name__ == "__main__":
    main()
