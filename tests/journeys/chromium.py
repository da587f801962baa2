"""A browser as people have it: a phone or a desk, light or dark, signed in or not."""

import re
from collections import defaultdict
from contextlib import suppress
from typing import ClassVar
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    expect,
)
from playwright.sync_api import TimeoutError as Waited

from pages.ui.frame import session
from tests.journeys.server import Server

CHROMIUM = "/usr/bin/chromium-headless-shell"
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--js-flags=--no-opt --no-maglev",  # no page stays long enough for it to pay
]
GRAVE = {"serious", "critical"}
PATIENCE, TRIES = 30_000, 30
PHONE, DESK = (390, 844), (1280, 900)


Kind = tuple[str, bool, bool]
"""An app's address, a phone, in the dark."""


class Visits:
    """Opens pages in clean contexts, and keeps what the console says against our policy.

    Before an app that tests share, a context keeps what it loaded for the next visits and nothing
    else: reading Streamlit's scripts anew takes a third of a page's time.
    """

    _parked: ClassVar[defaultdict[Kind, list[BrowserContext]]] = defaultdict(list)

    def __init__(self, browser: Browser, seats: dict[str, str]) -> None:
        self.complaints: list[str] = []
        self._browser = browser
        self._seats = seats
        self._contexts: list[tuple[BrowserContext, Kind | None]] = []

    def tab(
        self,
        app: Server | None = None,
        *,
        person: str | None = None,
        phone: bool = True,
        dark: bool = False,
    ) -> Page:
        """An empty tab of somebody, or of nobody; addresses are relative to `app`."""
        width, height = PHONE if phone else DESK
        kind = (app.url, phone, dark) if app and app.shared else None
        context = (
            self._parked[kind].pop()
            if kind and self._parked[kind]
            else self._browser.new_context(
                viewport={"width": width, "height": height},
                color_scheme="dark" if dark else "light",
                reduced_motion="reduce",
                base_url=app.url if app else None,
            )
        )
        self._contexts.append((context, kind))
        context.set_default_timeout(PATIENCE)
        context.on("console", self._heard)
        if person is not None:
            self.keep(context, session.SEAT, self._seats[person])
        return context.new_page()

    def begin(self, *, base_url: str, ignore_https_errors: bool) -> BrowserContext:
        """A context of nobody in particular, on a desk."""
        width, height = DESK
        context = self._browser.new_context(
            viewport={"width": width, "height": height},
            base_url=base_url,
            ignore_https_errors=ignore_https_errors,
        )
        self._contexts.append((context, None))
        context.set_default_timeout(PATIENCE)
        context.on("console", self._heard)
        return context

    def keep(self, context: BrowserContext, name: str, value: str) -> None:
        """Put a cookie into a browser, good for every port of this machine."""
        context.add_cookies([{"name": name, "value": value, "url": "http://localhost"}])

    def close(self) -> None:
        """Close every context, or leave it as if nobody had been there."""
        for context, kind in self._contexts:
            if kind is None:
                context.close()
                continue
            context.remove_listener("console", self._heard)
            _clear(context)
            self._parked[kind].append(context)

    def _heard(self, message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            self.complaints.append(message.text)


def _clear(context: BrowserContext) -> None:
    """Without pages, cookies and what pages kept in the browser."""
    for page in context.pages:
        place = urlsplit(page.url)
        if place.netloc:
            kept = {"origin": f"{place.scheme}://{place.netloc}", "storageTypes": "all"}
            context.new_cdp_session(page).send("Storage.clearDataForOrigin", kept)
        page.close()
    context.clear_cookies()
    context.set_offline(False)


def choose(page: Page, label: str, wanted: str) -> None:
    """Choose from a list by how its words begin; one that shut, as a page moved, is opened anew.

    It is brought to the middle first: a list shuts where the page is scrolled to reach its end.
    """
    listed = page.get_by_role("combobox", name=label, exact=True).last
    listed.evaluate("e => e.scrollIntoView({block: 'center'})")
    option = page.get_by_role("option", name=re.compile(f"^{re.escape(wanted)}")).first
    if listed.is_editable():  # a short list has nothing to search in
        listed.fill(wanted)
    for _ in range(TRIES):
        listed.press("ArrowDown")
        with suppress(Waited):
            option.click(timeout=2 * PATIENCE / TRIES)
            break
    expect(listed).to_have_value(re.compile(f"^{re.escape(wanted)}"))
    settled(page)


def settled(page: Page) -> Page:
    """The page once its run is over and everything is drawn."""
    expect(page.locator("[data-testid=stApp][data-test-script-state=notRunning]")).to_be_visible()
    expect(page.locator("h1").first).to_be_visible()
    expect(page.locator("[data-testid=stSkeleton]")).to_have_count(0)
    return page


def person_menu(page: Page) -> Page:
    """The page with the menu of whoever is signed in open."""
    page.locator(".st-key-person_menu button").first.click()
    return page


def too_wide(page: Page) -> bool:
    """Whether a page scrolls sideways, and still does once its tables have followed the window."""
    try:
        page.wait_for_function(
            "() => { const main = document.querySelector('.stMain');"
            " return main.scrollWidth <= main.clientWidth; }",
            timeout=PATIENCE,
        )
    except Waited:
        return True
    return False


def faults(page: Page) -> list[str]:
    """What axe finds serious or critical on a page."""
    found = Axe().run(page).response["violations"]
    return [f"{f['id']}: {f['nodes'][0]['html']}" for f in found if f["impact"] in GRAVE]
