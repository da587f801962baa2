"""Everything a reader can bring onto a screen, as the bytes that go to the browser."""

from collections.abc import Iterator
from contextlib import contextmanager

from streamlit.testing.v1 import AppTest

from survey.settings import ROOT
from survey.store import Store
from tests.journeys.conftest import Visitor
from tests.journeys.words import leaves

STRANGER = None
A_WAVE = "hr/wave.py"
PAGES = sorted(f"{page.parent.name}/{page.name}" for page in (ROOT / "pages").glob("*/*.py"))


def screens(visitor: Visitor, person: str | None, **asked: str) -> Iterator[tuple[str, bytes]]:
    """Every page there is for somebody, with all it holds; a button of proof is pressed too."""
    run = visitor.sit_down(person).open(**asked)
    for page in PAGES:
        try:
            run.switch_page(page)
        except ValueError:
            continue
        with of_a_wave(run, page, visitor.store):
            yield page, content(run.run())
        if page == "everyone/promise.py":
            yield f"{page}, proved", content(run.button[0].click().run())


@contextmanager
def of_a_wave(run: AppTest, page: str, store: Store) -> Iterator[None]:
    """The page of one wave needs its key in the address: that of the newest."""
    waves = store.waves() if page == A_WAVE else []
    if waves:
        run.query_params["wave"] = waves[-1].key
    yield
    if waves:
        del run.query_params["wave"]


def content(run: AppTest) -> bytes:
    """All elements of a page from the top, as they are sent."""
    assert not run.exception
    return b"\n".join(node.proto.SerializeToString(deterministic=True) for node in leaves(run.main))
