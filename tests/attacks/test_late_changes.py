"""Attack 13 by pages and commands: change what is asked, of whom or by which rules, too late.

tests/attacks/test_freeze.py does the same by actions; test_guards and test_waves ask the database.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import click
import pytest

from commands import line
from commands.desk import Reply, Request
from commands.verbs import carry_out
from survey.errors import BadInput, Refused
from survey.questionnaire.instrument import Kind
from survey.store import Store
from tests import make
from tests.attacks.outputs import of_store
from tests.journeys import shipyard
from tests.journeys.conftest import Visitor

OPEN, DONE = shipyard.OPEN_WAVE, shipyard.LAST_WAVE
MOVED = (
    b"person_id,name,email,language,unit,leads,active\n%s,Somebody,a@boat.example,en,deck,,yes\n"
)
PAST = {
    "name": "Again",
    "opened": "2026-01-01",
    "closed": "2026-01-09",
    "instrument": "short",
    "k": 4,
    "dry_run": False,
}


def answers() -> bytes:
    """A file of past answers that is as it should be."""
    asked = [item.id for item in shipyard.instrument().items if item.kind is not Kind.OPEN]
    row = ",".join(["keel", *("1" for _ in asked)])
    return "\n".join([",".join(["unit", *asked]), *[row] * 9]).encode()


def ask(store: Store, verb: str, files: dict[str, bytes] | None = None, **options: object) -> Reply:
    """Give a command."""
    return carry_out(store, Request(verb, options, files or {}))


def bring(store: Store, key: str) -> Reply:
    """Import past answers under the key of a wave that is there."""
    return ask(store, "import wave", {"file": answers()}, **PAST, key=key)


Attempt = Callable[[Store], Reply]
REFUSED: dict[str, tuple[Attempt, str]] = {
    "open an open wave": (partial(ask, verb="wave open", key=OPEN, links=True), "it is open"),
    "open a published wave": (
        partial(ask, verb="wave open", key=DONE, links=True),
        "a publication is never changed",
    ),
    "close a published wave": (
        partial(ask, verb="wave close", key=DONE),
        "a publication is never changed",
    ),
    "import over an open wave": (partial(bring, key=OPEN), "There is a wave"),
    "import over a published wave": (partial(bring, key=DONE), "There is a wave"),
    "begin anew with the fictional organisation": (
        partial(ask, verb="demo", people=90, teams=10, waves=1, seed=1),
        "only goes into an empty database",
    ),
}


def frozen(store: Store) -> tuple[object, ...]:
    """All that an opening or a closing fixed."""
    waves = [replace(wave, participation_at=None) for wave in store.waves()]
    fixed = [(store.roster(w.id), store.wave_units(w.id), store.diagnostics(w.id)) for w in waves]
    return waves, fixed, sorted(store.cells(), key=str)


@pytest.mark.parametrize("attempt", REFUSED)
def test_no_command_begins_or_ends_a_wave_twice(yard: Visitor, attempt: str) -> None:
    """Refused in a sentence; every figure, file and rule stays as it was."""
    before = frozen(yard.store), of_store(yard.store)

    deed, why = REFUSED[attempt]
    with pytest.raises((Refused, BadInput), match=why):
        deed(yard.store)

    after = frozen(yard.store), of_store(yard.store)
    assert after == before
    print(f"attack 13: attempts refused 1, bytes as before {len(after[1]):,}")


@pytest.mark.parametrize("who", ["keel-1", "keel-lead", "new"])
def test_moving_somebody_by_command_reaches_no_wave_that_was_opened(
    yard: Visitor, who: str
) -> None:
    """The list of people changes; rosters and figures do not, also after closing."""
    before = frozen(yard.store), of_store(yard.store)
    links = make.tokens(yard.store, OPEN)
    given = ask(
        yard.store, "import people", {"file": MOVED % who.encode()}, mode="partial", dry_run=False
    )

    assert given.lines[-1] == "Done."
    assert yard.store.people()[who].unit == "deck"
    assert frozen(yard.store) == before[0]
    assert of_store(yard.store) == before[1]
    shipyard.answer_all(yard.store, OPEN, links, leave_out=[])
    make.close(yard.store, OPEN)
    invited = [r["n_invited"] for r in of_store(yard.store).lines if wave_of(r) == (OPEN, "keel")]
    assert invited == ["9"]


def wave_of(line: dict[str, str]) -> tuple[str, str]:
    """The wave and unit of a line about participation."""
    return (line["wave"], line["unit"]) if line["measure"] == "participation" else ("", "")


def test_pages_offer_nothing_that_changes_what_is_fixed(yard: Visitor) -> None:
    """HR may close, cancel or prolong an open wave, and do nothing at all to a published one."""
    wave = yard.store.wave(OPEN).id
    pages = [("hr/waves.py", {}), ("hr/wave.py", {"wave": OPEN}), ("hr/wave.py", {"wave": DONE})]
    runs = [yard.sign_in(shipyard.HR).open(page, **asked) for page, asked in pages]
    keyed = {
        str(node.key) for run in runs for node in (*run.button, *run.text_input, *run.number_input)
    }

    offered = {key for key in keyed if key.rpartition("-")[2].isdigit()}
    planning = {"name-0", "key-0", "k-0", "keep_days-0"}
    moves = {f"{move}-{wave}" for move in ("close", "move", "cancel", "reason")}
    assert offered == moves | planning


def test_two_pages_close_a_wave_once(yard: Visitor) -> None:
    """Both were open when it was; the second is told, and the publication stays."""
    shipyard.answer_all(yard.store, OPEN, make.tokens(yard.store, OPEN), leave_out=[])
    wave = yard.store.wave(OPEN).id
    one = yard.sign_in(shipyard.HR).open("hr/wave.py", wave=OPEN)
    two = yard.sign_in(shipyard.ADMINISTRATOR).open("hr/wave.py", wave=OPEN)
    stale = two.button(key=f"close-{wave}")
    one.button(key=f"close-{wave}").click().run()
    before = frozen(yard.store), of_store(yard.store)

    stale.click().run()

    assert (frozen(yard.store), of_store(yard.store)) == before


def options(command: click.Command, name: str = "") -> dict[str, set[str]]:
    """Every command by its words, with the names of all it takes."""
    if isinstance(command, click.Group):
        found: dict[str, set[str]] = {}
        for word, below in command.commands.items():
            found |= options(below, f"{name} {word}".strip())
        return found
    return {name: {parameter.name or "" for parameter in command.params}}


def test_no_command_takes_a_rule_of_a_wave_that_is_there() -> None:
    """k, dates and what is asked are given with a new wave only."""
    rules = {"k", "opened", "closed", "instrument", "keep_days"}

    taking = {command for command, given in options(line.admin).items() if given & rules}
    assert taking == {"import wave", "import history"}
