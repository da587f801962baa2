"""Every page there is, by whoever reads it: what is promised of all of them is tried on these."""

import re

from pages.ui.frame.menu import DESIGN
from survey.settings import ROOT
from tests.journeys import shipyard

PAGES = {
    "welcome": (None, "/"),
    "promise": (None, "/promise"),
    "no-link": (None, "/sent"),
    "pulse": (None, "by the personal link"),
    "home": (shipyard.HR, "/"),
    "trends": (shipyard.HR, "/trends?unit=keel"),
    "sources": (shipyard.HR, "/sources?unit=deck&measure=BEL"),
    "maps": (shipyard.HR, "/maps?unit=deck"),
    "conversation": (shipyard.HR, "/conversation?unit=deck"),
    "comments": (shipyard.HR, "/comments?unit=deck"),
    "try": (shipyard.MEMBER, "/try?unit=keel"),
    "trying": (shipyard.MEMBER, "/try?experiment={thinking}"),
    "tried": (shipyard.MEMBER, "/try?experiment={trying}"),
    "heard": (shipyard.HR, "/heard"),
    "area": (shipyard.HR, "/area?unit=hulls"),
    "withheld": (shipyard.HR, "/sources?unit=flags"),
    "nothing-shown": (shipyard.HR, "/trends?unit=flags"),
    "refused": (shipyard.HR, "/trends?unit=nowhere"),
    "quality": (shipyard.HR, "/quality"),
    "participation": (shipyard.HR, "/participation"),
    "preview": (shipyard.HR, "/preview"),
    "settings": (shipyard.HR, "/settings"),
    "questions": (shipyard.HR, "/questions"),
    "audit": (shipyard.HR, "/audit"),
    "retention": (shipyard.HR, "/retention"),
    "history": (shipyard.HR, "/history"),
    "waves": (shipyard.HR, "/waves"),
    "wave": (shipyard.HR, f"/wave?wave={shipyard.OPEN_WAVE}"),
    "wave-over": (shipyard.HR, f"/wave?wave={shipyard.LAST_WAVE}"),
    "people": (shipyard.HR, "/people"),
    "links": (shipyard.HR, "/links"),
    "reports": (shipyard.HR, "/reports"),
    "sessions": (shipyard.MEMBER, "/sessions"),
    "seat": (shipyard.COUNCIL, "/seat"),
}
"""By a name for its picture: who reads it, and its address."""
READERS = tuple(dict.fromkeys(person for person, _ in PAGES.values()))
FORM = "pulse"
"""The one whose address is a personal link."""


def in_the_menu() -> set[str]:
    """The addresses of all pages that the menu names for anybody."""
    menu = (ROOT / "pages" / "ui" / "frame" / "menu.py").read_text("utf-8")
    files = set(re.findall(r'"((?:\w+/)+\w+)\.py"', menu)) - {DESIGN.removesuffix(".py")}
    return {file.rpartition("/")[2] for file in files} - {"home"} | {""}


def left_out() -> set[str]:
    """The addresses of pages that stand in no row."""
    named = {path.strip("/").partition("?")[0] for _, path in PAGES.values()}
    return in_the_menu() - named - {FORM}
