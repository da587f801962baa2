"""A tab without a browser: it speaks the app's websocket, and keeps every byte that comes back."""

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.sync.client import ClientConnection, connect

from pages.ui.frame.kept_links import FORM, cookie_name
from tests.journeys.server import Server

PATIENCE = 60.0
MARK = "here"
RUN_AGAIN = ForwardMsg.FINISHED_EARLY_FOR_RERUN


@dataclass
class Tab:
    """What one run of a page sent: its words, its widgets by label, and all of its bytes."""

    line: ClientConnection
    page: str
    query: str = ""
    script: str = ""
    session: str = ""
    not_found: bool = False
    words: list[str] = field(default_factory=list)
    titles: str = ""
    widgets: dict[str, Any] = field(default_factory=dict)
    values: dict[str, WidgetState] = field(default_factory=dict)
    sent: bytes = b""

    def run(self, *, press: str | None = None) -> "Tab":
        """Have the page run, with a button pressed or not, and read all that it sends."""
        self.line.send(self.asking(press))
        return self.listen()

    def listen(self) -> "Tab":
        """Read all that a run sends, until it is over."""
        self.words, self.titles, self.widgets, self.not_found = [], "", {}, False
        while not self._over(self._received()):
            pass
        return self

    def say(self, label: str, value: str | bool) -> None:
        """Put a value into a widget, whether or not it offers it."""
        state = WidgetState(id=self.widgets[label].id)
        if isinstance(value, bool):
            state.bool_value = value
        else:
            state.string_value = value
        self.values[state.id] = state

    def asking(self, press: str | None = None) -> bytes:
        """The message with which a browser asks for a run."""
        message = BackMsg()
        asked = message.rerun_script
        asked.query_string, asked.page_script_hash = self.query, self.script
        if not self.script:
            asked.page_name = self.page
        asked.context_info.timezone, asked.context_info.locale = "Europe/Berlin", "en-GB"
        asked.widget_states.widgets.extend(self.values.values())
        if press is not None:
            asked.widget_states.widgets.add(id=self.widgets[press].id, trigger_value=True)
        return bytes(message.SerializeToString())

    def _received(self) -> ForwardMsg:
        data = self.line.recv(timeout=PATIENCE)
        assert isinstance(data, bytes)
        self.sent += data
        message = ForwardMsg()
        message.ParseFromString(data)
        return message

    def _over(self, message: ForwardMsg) -> bool:
        match message.WhichOneof("type"):
            case "new_session":
                self.script = message.new_session.page_script_hash
                self.session = message.new_session.initialize.session_id or self.session
            case "navigation":
                self.script = message.navigation.page_script_hash or self.script
            case "page_not_found":
                self.not_found = True
            case "delta":
                self._drawn(message.delta.new_element)
            case "script_finished":
                return message.script_finished != RUN_AGAIN
        return False

    def _drawn(self, element: Any) -> None:
        kind = element.WhichOneof("type")
        if kind is None:
            return
        part = getattr(element, kind)
        if kind == "heading":
            self.titles += f"{part.body}\n"
        self.words += [said for name in ("body", "label") if (said := getattr(part, name, ""))]
        if getattr(part, "id", "") and getattr(part, "label", ""):
            self.widgets[part.label] = part


@contextmanager
def tab(
    app: Server, page: str = "", *, query: str = "", cookies: Mapping[str, str] | None = None
) -> Iterator[Tab]:
    """An open tab whose page has run once."""
    kept = "; ".join(f"{name}={value}" for name, value in (cookies or {}).items())
    line = connect(
        f"{app.url.replace('http', 'ws')}/_stcore/stream",
        subprotocols=["streamlit", "PLACEHOLDER_AUTH_TOKEN"],  # type: ignore[list-item]
        additional_headers={"Cookie": kept} if kept else {},
        max_size=None,
        compression=None,
        open_timeout=PATIENCE,
    )
    with line:
        yield Tab(line, page.strip("/"), query).run()


def form(app: Server, token: str) -> AbstractContextManager[Tab]:
    """An open tab with the form of a personal link."""
    return tab(app, "pulse", query=f"{FORM}={MARK}", cookies={cookie_name(MARK): token})
