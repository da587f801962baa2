"""Promises of the steps of an experiment: what may follow what, and that any text stays text."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from survey.errors import Refused
from survey.experiments import steps
from survey.experiments.experiment import (
    DECISIONS,
    MOVES,
    OVER,
    Experiment,
    Size,
    State,
    Watched,
    Whose,
)
from survey.experiments.kept import as_text, experiment_of, signed_by
from survey.experiments.writing import LONGEST_TEXT, title, written
from tests.make_experiments import AIM, SIGNAL, idea

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
TODAY = NOW.date()
THINKING = Experiment("e1", "ant", SIGNAL, "ant-1", NOW, "ant-1", NOW)


def with_idea(**other: object) -> Experiment:
    return steps.put_candidate(THINKING, idea(**other))  # type: ignore[arg-type]


def tried(one: Experiment | None = None, *, days: int = 30) -> Experiment:
    later = TODAY + timedelta(days=days)
    return steps.make_bet(one or with_idea(), 1, today=TODAY, look_again=later, by="ant-1")


def test_whys_branch_and_a_chain_reads_from_the_signal_down() -> None:
    one = steps.add_why(THINKING, "Four goals", by="ant-1")
    one = steps.add_why(one, "Nobody says no", by="ant-2", under=1)
    one = steps.add_why(one, "Other meetings", by="ant-1", under=1)

    assert one.chain(2) == ("Four goals", "Nobody says no")
    assert one.chain(3) == ("Four goals", "Other meetings")
    assert [why.number for why in steps.remove_why(one, 1).whys] == []
    assert [why.number for why in steps.remove_why(one, 2).whys] == [1, 3]


def test_a_mark_leaves_the_words_signed_by_who_wrote_them() -> None:
    one = steps.add_why(THINKING, "Four goals", by="ant-1")
    marked = steps.edit_why(one, 1, text="Four goals", whose=Whose.NOT_OURS, by="ant-2", seen=1)
    changed = steps.edit_why(marked, 1, text="Five goals", whose=Whose.OURS, by="ant-2", seen=2)

    assert (marked.whys[0].by, marked.whys[0].whose) == ("ant-1", Whose.NOT_OURS)
    assert (changed.whys[0].by, changed.whys[0].text) == ("ant-2", "Five goals")


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("to", State)
def test_an_experiment_moves_as_its_states_allow_and_never_back_from_the_end(
    state: State, to: State
) -> None:
    there = replace(THINKING, state=state)
    if to in MOVES[state]:
        assert there.moved(to).state is to
    else:
        with pytest.raises(Refused):
            there.moved(to)


REFUSED: dict[str, Callable[[], object]] = {
    "no figure to see it in": lambda: tried(with_idea(measure=None)),
    "nobody looks after it": lambda: tried(with_idea(owner=None)),
    "large and no smaller first version": lambda: tried(with_idea(size=Size.QUARTERS)),
    "looked at before it can have paid": lambda: tried(days=5),
    "the guard is the aim": lambda: with_idea(guard=AIM),
    "an idea that is tried goes": lambda: steps.remove_candidate(tried(), 1),
    "the aim changes while it is tried": lambda: steps.put_candidate(
        tried(), replace(idea(), number=1, measure=Watched("belonging", "Belonging"))
    ),
    "a fourth idea": lambda: steps.put_candidate(
        steps.put_candidate(steps.put_candidate(with_idea(), idea()), idea()), idea()
    ),
    "a why below one that is gone": lambda: steps.add_why(THINKING, "So", by="a", under=4),
    "an empty why": lambda: steps.add_why(THINKING, " \n\t ", by="a"),
    "a title with nothing in it": lambda: with_idea(title="\u0000"),
    "still so of what is no habit": lambda: steps.still_so(tried(), today=TODAY),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_would_make_a_bet_unreadable_is_refused(name: str) -> None:
    with pytest.raises(Refused):
        REFUSED[name]()


@pytest.mark.parametrize("decision", DECISIONS)
def test_what_is_decided_is_over_and_nothing_is_written_into_it_any_more(decision: State) -> None:
    over = steps.decide(tried(), decision, learned="It helped.", today=TODAY, by="ant-2")

    assert over.state in OVER
    with pytest.raises(Refused):
        steps.add_why(over, "Late", by="ant-1")
    with pytest.raises(Refused):
        steps.put_candidate(over, idea())


def test_a_large_bet_is_looked_at_when_its_first_version_has_paid() -> None:
    large = tried(with_idea(size=Size.YEARS, first="One team, three weeks."))

    assert large.bet is not None
    assert large.bet.pays == TODAY + timedelta(days=21)


def test_a_habit_is_asked_after_a_year_whether_it_still_is_one() -> None:
    kept = steps.decide(tried(), State.KEPT, learned="It helped.", today=TODAY, by="ant-2")
    year = TODAY + timedelta(days=365)

    assert not steps.asks_still_so(kept, today=year - timedelta(days=1))
    assert steps.asks_still_so(kept, today=year)
    assert not steps.asks_still_so(steps.still_so(kept, today=year), today=date(2027, 12, 1))


@given(some.text(max_size=300))
def test_any_text_stays_text(said: str) -> None:
    """Markup, emoji, right to left: what is kept comes back as it was, and is kept once for all."""
    kept = written(said, required=False)

    assert written(kept, required=False) == kept
    assert "\x00" not in kept
    one = replace(THINKING, whys=steps.add_why(THINKING, "x" + kept, by="a").whys)
    assert experiment_of(as_text(one)) == one


def test_a_title_is_one_line_and_too_long_a_text_is_refused_in_words() -> None:
    assert title(" One\n\n goal <b>") == "One goal <b>"
    with pytest.raises(Refused, match=r"2,001 letters"):
        written("x" * (LONGEST_TEXT + 1))


def test_a_signature_is_taken_out_wherever_it_stands_and_words_stay() -> None:
    one = tried(steps.add_why(with_idea(), "ant-1 said so", by="ant-1"))
    gone = signed_by(as_text(one), "ant-1", instead="nobody")
    assert gone is not None
    after = experiment_of(gone)

    assert '"ant-1"' not in gone
    assert (after.whys[0].text, after.whys[0].by) == ("ant-1 said so", "nobody")
    assert after.version == one.version + 1
    assert signed_by(gone, "ant-1", instead="nobody") is None
