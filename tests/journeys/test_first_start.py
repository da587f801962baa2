"""The first start with the fictional organisation: every link that is printed opens its page."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import expect

from survey.languages import languages
from tests.english import text
from tests.journeys.chromium import Visits, person_menu, settled
from tests.journeys.server import ROOT, free_port, serving

pytestmark = pytest.mark.browser
LINK = re.compile(r"^ +(Area leader|\w+) .*\(([^()]+)\): (\S+)$", re.MULTILINE)


def welcome(data: Path, port: int) -> str:
    """What `make run` prints before it starts the app."""
    settings = {"SAME_BOAT_DATA": str(data), "SAME_BOAT_BASE_URL": f"http://localhost:{port}"}
    command = [sys.executable, "admin.py", "welcome", "--demo", "yes"]
    done = subprocess.run(
        command, cwd=ROOT, env=os.environ | settings, capture_output=True, text=True, check=True
    )
    return done.stdout


def test_every_printed_link_opens_its_page(tmp_path: Path, visits: Visits) -> None:
    """An empty folder, the welcome, then answering, HR, leaders and a member."""
    data, port = tmp_path / "data", free_port()
    links = {label: (name, link) for label, name, link in LINK.findall(welcome(data, port))}
    assert set(links) == {"Answer", "HR", "Area leader", "Leader", "Member"}

    with serving(data, log=tmp_path / "log", port=port, cold=True):
        phone = visits.tab()
        phone.goto(links.pop("Answer")[1])
        expect(phone.get_by_role("heading", name=text("pulse.title"))).to_be_visible()
        expect(phone.get_by_role("radiogroup").first).to_be_visible()

        desk = visits.tab(phone=False)
        for label, (name, link) in links.items():
            desk.goto(link)
            desk.locator("button.go").click()
            said = "|".join(
                re.escape(text("menu.signed_in", tag, name=name)) for tag in languages()
            )
            who = person_menu(settled(desk)).get_by_text(re.compile(said))
            expect(who).to_be_visible()
            desk.keyboard.press("Escape")
            waves = desk.get_by_role("link", name=text("menu.waves"), exact=True)
            assert (waves.count() > 0) == (label == "HR")

        desk.get_by_role("link", name=text("menu.team"), exact=True).first.click()
        expect(desk.locator(".js-plotly-plot .main-svg").first).to_be_visible()
        expect(desk.locator("[data-testid=stAlert]")).to_have_count(0)
