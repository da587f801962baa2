"""The membership attack: whose answers are in what leaves? Every column of every file, and pages.

The same organisation answers twice, and only some answers differ. Where these are in no figure, or
two people of one group have only changed places, all that leaves must be the same: CSV, workbook,
Parquet and PDF byte for byte, what pages put into a browser, comments, kept rows, published rows.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from analytics.exports.comments import comments_csv
from analytics.exports.formats import Format, as_file
from analytics.paper.unit_paper import paper_for
from survey.answering.sending import send
from survey.errors import NotFound
from survey.organisation.permissions import Viewer
from survey.organisation.structure import Role
from survey.settings import Settings
from survey.store import Store
from tests.attacks.outputs import of_store
from tests.make import (
    ACTOR,
    TINY,
    Clock,
    Universe,
    answers_of,
    close,
    populate,
    respondents,
    start,
)

HR = Viewer("hr", "HR", "", None, frozenset({Role.HR}))
MEMBERS = {"all": 0, "ant": 14, "bee": 12, "cat": 3, "dog": 5}
YARD = Universe(MEMBERS, {"all": None, **dict.fromkeys(("ant", "bee", "cat", "dog"), "all")}, ())
FIVE = {1: 5, 2: 4, 3: 1, 4: 2, 5: 1}
Said = dict[str, dict[str, object]]
Change = Callable[[Said], None]


def said() -> Said:
    """What everybody says; one of dog skips a statement: the other four stand in no figure."""
    people = {who: answers_of(who) | {"O1": f"Words {n}."} for n, who in enumerate(YARD.people)}
    people["dog-5"]["B1"] = None
    for who, words in people.items():
        if who.startswith(("cat", "dog")):
            words["O1"] = None
    return people


def those_in_no_figure(people: Said) -> None:
    """Three people climb past the root: they say the opposite, tick another sign, and write."""
    for who in ("cat-1", "cat-2", "cat-3"):
        _turn(people, who, *(item.id for item in TINY.statements))
        people[who]["S1"] = not people[who]["S1"]
        people[who]["O1"] = "Other words."


def answers_in_no_figure(people: Said) -> None:
    """Four answers to a statement that a fifth skipped."""
    for who in ("dog-1", "dog-2", "dog-3", "dog-4"):
        _turn(people, who, "B1")


def two_of_a_group(people: Said) -> None:
    """Two people of one team say what the other said."""
    people["ant-1"], people["ant-2"] = people["ant-2"], people["ant-1"]


def one_who_is_shown(people: Said) -> None:
    """All of a team that has figures: that must be found."""
    for n in range(1, 15):
        _turn(people, f"ant-{n}", "B1", "B2")


def _turn(people: Said, who: str, *items: str) -> None:
    for item in items:
        score = people[who][item]
        people[who][item] = FIVE[score] if isinstance(score, int) else score


def what_leaves(folder: Path, change: Change | None) -> Iterator[tuple[str, object]]:
    """All that leaves a wave in which people say this."""
    people = said()
    if change:
        change(people)
    with closing(Store(Settings(data=folder), clock=Clock())) as store:
        populate(store, YARD)
        forms = respondents(store, start(store, keep_days=30))
        for who, form in forms.items():
            send(store, form, people[who])
        close(store)
        for form_ in Format:
            for wave in (None, "w1"):
                yield f"{form_} {wave}", b"".join(as_file(store, wave=wave, form=form_))
        yield (
            "comments",
            Counter(b"".join(comments_csv(store, wave="w1", actor=ACTOR)).split(b"\n")),
        )
        outputs = of_store(store)
        yield from outputs.pages.items()
        for unit in store.units():
            yield f"{unit}.pdf", paper_or_none(store, unit)
        yield "kept", Counter((r.unit, r.own, r.answers) for r in store.kept_rows.rows(1))
        yield "cells", sorted(map(repr, store.cells(waves=[1])))
        yield "figures", store.diagnostics(1)


def paper_or_none(store: Store, unit: str) -> bytes | None:
    """The paper of a unit; there is none where no figure of it is shown."""
    try:
        return paper_for(store, viewer=HR, unit=unit, language="en")
    except NotFound:
        return None


def differing(tmp_path: Path, change: Change) -> list[str]:
    """What is not the same after a change."""
    before, after = (
        dict(what_leaves(tmp_path / name, one)) for name, one in (("one", None), ("two", change))
    )
    assert before.keys() == after.keys()
    sizes = sum(len(repr(left)) for left in before.values())
    print(f"membership: {len(before)} things that leave, {sizes:,} letters")
    return [name for name in before if before[name] != after[name]]


@pytest.mark.parametrize("change", [those_in_no_figure, answers_in_no_figure, two_of_a_group])
def test_nothing_that_leaves_tells_whose_answers_are_in_it(tmp_path: Path, change: Change) -> None:
    assert differing(tmp_path, change) == []


def test_answers_that_are_in_figures_are_found(tmp_path: Path) -> None:
    """In every kind of file, on pages and in kept rows."""
    found = differing(tmp_path, one_who_is_shown)

    assert {*(f"{form} w1" for form in Format), "ant", "ant.pdf", "kept", "cells"} <= set(found)
