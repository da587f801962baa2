"""Which kind of browser is it? Two words, so that people know their own sessions, and no more."""

from dataclasses import dataclass
from enum import StrEnum


class Family(StrEnum):
    """What a browser calls itself."""

    EDGE = "edge"
    OPERA = "opera"
    SAMSUNG = "samsung"
    FIREFOX = "firefox"
    CHROME = "chrome"
    SAFARI = "safari"
    OTHER = "other"


class System(StrEnum):
    """What it runs on."""

    ANDROID = "android"
    IPHONE = "iphone"
    IPAD = "ipad"
    WINDOWS = "windows"
    MAC = "mac"
    LINUX = "linux"
    OTHER = "other"


# The first that is found counts: most browsers name the others too.
_FAMILIES = (
    ("Edg", Family.EDGE),
    ("OPR/", Family.OPERA),
    ("SamsungBrowser", Family.SAMSUNG),
    ("Firefox/", Family.FIREFOX),
    ("FxiOS", Family.FIREFOX),
    ("CriOS", Family.CHROME),
    ("Chrome/", Family.CHROME),
    ("Safari/", Family.SAFARI),
)
_SYSTEMS = (
    ("Android", System.ANDROID),
    ("iPhone", System.IPHONE),
    ("iPad", System.IPAD),
    ("Windows", System.WINDOWS),
    ("Mac OS X", System.MAC),
    ("Linux", System.LINUX),
    ("X11", System.LINUX),
)


@dataclass(frozen=True, slots=True)
class Browser:
    """A kind of browser; nothing of its version, its device or its address."""

    family: Family = Family.OTHER
    system: System = System.OTHER

    def __str__(self) -> str:
        return f"{self.family}/{self.system}"


def browser_of(user_agent: str) -> Browser:
    """The kind of browser that calls itself so."""
    family = next((f for sign, f in _FAMILIES if sign in user_agent), Family.OTHER)
    return Browser(family, next((s for sign, s in _SYSTEMS if sign in user_agent), System.OTHER))


def kept_browser(kept: str | None) -> Browser:
    """The kind of browser as a session keeps it; of an earlier release nothing is known."""
    family, _, system = (kept or "").partition("/")
    known = family in set(Family) and system in set(System)
    return Browser(Family(family), System(system)) if known else Browser()
