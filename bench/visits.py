"""One respondent's whole visit, as a browser's: on the light page, our Streamlit page, a bare form.

Each asks for the link and the first page, fills in every statement, sends, and reads the thank-you.
"""

import gzip
import re
from collections.abc import Mapping
from contextlib import closing
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from urllib.parse import urlencode

from tests.journeys.server import Server
from tests.journeys.wire import Tab, tab

THANKS, SEND = "Thank you!", "Send answers"
FIELD = re.compile(r"<input type='(hidden|radio)' name='([^']+)' value='([^']*)'")
COOKIE = re.compile(r"([^=;]+)=([^;]*)")


def light(port: int, link: str) -> int:
    """Answer on the light page; how many bytes its first load took."""
    with closing(HTTPConnection("127.0.0.1", port, timeout=60)) as line:
        line.request("GET", f"/i/{link}?page=light", headers={"Accept-Encoding": "gzip"})
        packed = line.getresponse().read()
        found = FIELD.findall(gzip.decompress(packed).decode())
        given = {name: value for kind, name, value in found if kind == "hidden" or value == "4"}
        header = {"Content-Type": "application/x-www-form-urlencoded"}
        line.request("POST", "/answer", urlencode(given), header)
        assert THANKS in line.getresponse().read().decode(), "nobody was thanked"
    return len(packed)


def streamlit(port: int, link: str) -> int:
    """Answer on our Streamlit page; how many bytes its first page took."""
    with closing(HTTPConnection("127.0.0.1", port, timeout=60)) as line:
        to, _ = _read(line, f"/i/{link}?page=streamlit")
        cookie = dict([COOKIE.findall(to.headers["set-cookie"])[0]])
        page, _, query = to.headers["location"].partition("?")
        _, first = _read(line, f"{page}?{query}", cookie)
    with tab(_at(port), page, query=query, cookies=cookie) as open_tab:
        _fill_and_send(open_tab, "Agree", SEND)
    return len(first)


def bare(port: int, _: str) -> int:
    """Fill in the minimal form; how many bytes its first page took."""
    with closing(HTTPConnection("127.0.0.1", port, timeout=60)) as line:
        first = _read(line, "/")[1]
    with tab(_at(port)) as open_tab:
        _fill_and_send(open_tab, "Agree", "Send")
    return len(first)


def _read(
    line: HTTPConnection, address: str, cookie: Mapping[str, str] | None = None
) -> tuple[HTTPResponse, bytes]:
    kept = "; ".join(f"{name}={value}" for name, value in (cookie or {}).items())
    line.request("GET", address, headers={"Cookie": kept} if kept else {})
    answer = line.getresponse()
    return answer, answer.read()


def _at(port: int) -> Server:
    return Server(f"http://127.0.0.1:{port}", Path())


def _fill_and_send(open_tab: Tab, value: str, button: str) -> None:
    for label, widget in open_tab.widgets.items():
        if getattr(widget, "options", ()):
            open_tab.say(label, value)
    assert THANKS in open_tab.run(press=button).titles, "nobody was thanked"
