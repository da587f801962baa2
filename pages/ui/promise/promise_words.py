"""What the promise page says, in the words of the catalogue."""

from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

from analytics.charts.small_team_geometry import Words
from analytics.promise.come_and_go import ComeAndGo
from analytics.promise.example import Example
from analytics.promise.rules import Coarse, Promises
from pages.ui.frame.plain import plain
from survey.languages import moment, number
from survey.text import listed, text

LEFT = ("machine", "link", "took_part", "style", "invented")


class Rule(NamedTuple):
    """One rule on its card."""

    icon: str
    head: str
    said: str


def drawing_words(language: str) -> Words:
    """The words on the drawing and the sentences for whoever does not see it."""
    return Words(**{word: text(f"promise.drawing.{word}", language) for word in Words._fields})


def about(report: Promises, language: str) -> str:
    """Which wave the numbers are of."""
    wave = report.wave
    if wave is None:
        return text("promise.none", language)
    key = "promise.open" if wave.is_open else "promise.published"
    values = {"invited": number(wave.invited, language), "closes": moment(wave.closes, language)}
    return text(key, language, wave=plain(wave.name), **values)


def rules(report: Promises, language: str) -> Iterator[Rule]:
    """Every rule with its numbers, in reading order."""
    rule = partial(_rule, language)
    yield rule("nobody", "lock")
    yield rule("groups", "groups", k=report.k)
    yield rule(
        "coarse",
        "blur_on",
        steps=", ".join(_step(coarse, language) for coarse in report.coarse),
        three=report.three_shares_from,
        five=report.five_shares_from,
    )
    yield rule(
        "comments",
        "forum",
        people=report.comments_from_people,
        writers=report.comments_from_writers,
    )
    yield rule("waiting", "hourglass_empty")
    if report.keep_days is None:
        yield rule("destroyed", "delete_forever")
    else:
        yield rule("kept", "auto_delete", days=report.keep_days)
    yield rule("leader", "balance")


def _rule(language: str, rule: str, icon: str, **values: object) -> Rule:
    head = text(f"promise.{rule}", language, **values)
    return Rule(f":material/{icon}:", head, text(f"promise.{rule}_said", language, **values))


def _step(coarse: Coarse, language: str) -> str:
    low, high = coarse.low, coarse.high
    if high is None:
        return text("promise.coarse_last", language, step=coarse.step, low=low)
    answers = low if low == high else text("promise.from_to", language, low=low, high=high)
    return text("promise.coarse_step", language, step=coarse.step, answers=answers)


def example_intro(example: Example, language: str) -> str:
    """What the drawing is an example of."""
    teams = listed([str(team.people) for team in example.teams], language)
    return text("promise.why_intro", language, teams=teams, k=example.k)


def example_said(example: Example, language: str) -> str:
    """What could be worked out if small teams were not added to bigger ones."""
    small, smaller = (team.people for team in example.teams if team.joins)
    together = example.together
    return text("promise.why_said", language, small=small, smaller=smaller, together=together)


def left(report: Promises, record: ComeAndGo, language: str) -> Iterator[str]:
    """What the rules leave open, the recorded figures among it."""
    yield from (text(f"promise.left_{what}", language) for what in LEFT)
    usual = [right.all for right in record.usual]
    yield text(
        "promise.left_come_and_go",
        language,
        k=report.k,
        low=min(usual),
        high=max(usual),
        small=max(right.smallest for right in record.usual),
        size=min(record.team_sizes),
        worst=record.nobody_else_changes.all,
    )
