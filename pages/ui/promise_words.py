"""What the promise page says, in the words of the catalogue."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from analytics.cells import Band
from analytics.charts.small_team_geometry import Words
from analytics.promise_example import Example
from analytics.promise_newcomer import Newcomer
from analytics.promises import Coarse, Promises
from analytics.wave_cells import band_text
from pages.ui.plain import plain
from survey.text import text

DRAWING = Words(**{word: text(f"promise.drawing.{word}") for word in Words._fields})
LEFT = ("machine", "style", "invented")


class Rule(NamedTuple):
    """One rule on its card."""

    icon: str
    head: str
    said: str


def about(report: Promises) -> str:
    """Which wave the numbers are of."""
    wave = report.wave
    if wave is None:
        return text("promise.none")
    key = "promise.open" if wave.is_open else "promise.published"
    values = {"invited": f"{wave.invited:,}", "closes": _day(wave.closes)}
    return text(key, wave=plain(wave.name), **values)


def _day(when: date) -> str:
    return f"{when:%-d %B %Y}"


def rules(report: Promises) -> Iterator[Rule]:
    """Every rule with its numbers, in reading order."""
    yield _rule("nobody", "lock")
    yield _rule("groups", "groups", k=report.k)
    yield _rule(
        "coarse",
        "blur_on",
        steps=", ".join(_step(coarse) for coarse in report.coarse),
        three=report.three_shares_from,
        five=report.five_shares_from,
    )
    yield _rule(
        "comments",
        "forum",
        people=report.comments_from_people,
        writers=report.comments_from_writers,
    )
    yield _rule("waiting", "hourglass_empty")
    yield _after_closing(report)
    yield _rule("leader", "balance")
    yield _rule(
        "held",
        "person_add",
        k=report.k,
        days=report.held_days,
        under=report.held_under,
        step=report.held_step,
    )


def _rule(rule: str, icon: str, **values: object) -> Rule:
    head, said = text(f"promise.{rule}", **values), text(f"promise.{rule}_said", **values)
    return Rule(f":material/{icon}:", head, said)


def _after_closing(report: Promises) -> Rule:
    if report.keep_days is None:
        return _rule("destroyed", "delete_forever")
    return _rule("kept", "auto_delete", days=report.keep_days)


def _step(coarse: Coarse) -> str:
    if coarse.high is None:
        return text("promise.coarse_last", step=coarse.step, low=coarse.low)
    answers = band_text(Band(coarse.low, coarse.high))
    return text("promise.coarse_step", step=coarse.step, answers=answers)


def example_intro(example: Example) -> str:
    """What the drawing is an example of."""
    *first, last = (str(team.people) for team in example.teams)
    return text("promise.why_intro", teams=f"{', '.join(first)} and {last}", k=example.k)


def example_said(example: Example) -> str:
    """What could be worked out if small teams were not added to bigger ones."""
    small, smaller = (team.people for team in example.teams if team.joins)
    return text("promise.why_said", small=small, smaller=smaller, together=example.together)


def left(record: Newcomer) -> Iterator[str]:
    """What the rules leave open, the recorded figures among it."""
    yield from (text(f"promise.left_{what}") for what in LEFT)
    ordinary, steady = record.ordinary, record.steady
    yield " ".join(
        (
            text(
                "promise.left_newcomer",
                low=record.smallest_team,
                high=record.largest_team,
                trials=f"{record.organisations:,}",
                one=ordinary.one_held.right,
                eight=ordinary.eight_held.right,
            ),
            text(
                "promise.left_steady",
                one=steady.one_held.right,
                open=steady.one_not_held.right,
                eight=steady.eight_held.right,
            ),
        )
    )
