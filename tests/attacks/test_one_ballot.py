"""Attack 14 on the running app: a double click, two tabs, a replay, a late ballot: one counts.

Threads and processes at once: tests/storage/test_ballot_box.py and tests/answering/test_sending.py.
"""

from contextlib import ExitStack, closing

import pytest

from survey.settings import Settings
from survey.store import Store
from tests.attacks.world import SILENT, WAVE, World, answer, command, fill, running
from tests.english import text
from tests.journeys.wire import Tab
from tests.journeys.wire import form as form_of

pytestmark = pytest.mark.browser
SEND, THANKS = text("form.send"), text("sent.title")
ONE, TWO, LATE = SILENT


def ballots(world: World) -> int:
    """How many ballots lie in the box of a world that does not run."""
    with closing(Store(Settings(data=world.data))) as store:
        box = store.box(1)
        assert box.count() == box.share_answered()[0]
        return box.count()


def ready(world: World, who: str, running: ExitStack) -> Tab:
    """A tab of somebody in which everything is answered."""
    form = running.enter_context(form_of(world.at, world.links[who]))
    fill(form, comment="")
    return form


def test_whoever_sends_often_is_counted_once(still: World) -> None:
    """Two clicks before the first is answered, two tabs, the same message again."""
    before = ballots(still)
    with running(still) as world, ExitStack() as tabs:
        clicked, other = ready(world, ONE, tabs), ready(world, ONE, tabs)
        pressed = clicked.asking(SEND)
        for _ in range(5):
            clicked.line.send(pressed)
        clicked.listen()
        assert THANKS in other.run(press=SEND).words
        replayed = ready_again(world, tabs)
        replayed.line.send(pressed)
        replayed.listen()
        for _ in range(2):
            assert THANKS in answer(world, TWO, comment="").words

    assert ballots(still) == before + 2
    print("attack 14: 2 links, 9 sends, 2 ballots")


def ready_again(world: World, tabs: ExitStack) -> Tab:
    """A new tab with a link that was used."""
    again = tabs.enter_context(form_of(world.at, world.links[ONE]))
    assert SEND in again.widgets
    return again


def test_a_late_ballot_is_refused_and_changes_no_figure(world: World) -> None:
    """The form was open when the wave closed; the report is the same before and after."""
    with ExitStack() as tabs:
        late = ready(world, LATE, tabs)
        assert "is published" in command(world, "wave close", key=WAVE)
        report = command(world, "report", wave=WAVE), command(world, "check", anonymity=False)
        late.run(press=SEND)

    assert "This wave is over" in "".join(late.words)
    assert text("link.not_open") in answer(world, LATE, comment="").words
    again = command(world, "report", wave=WAVE), command(world, "check", anonymity=False)
    assert again == report
