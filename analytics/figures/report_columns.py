"""Which columns does the report have, and what does each hold and mean?

Declared here and nowhere else: the page docs/report-columns.md is made from it by
`python -m tests.house.columns_page`, as are the files' own descriptions of their columns.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, NamedTuple, get_args, get_type_hints

from analytics.figures.verdicts import Reason, Verdict
from analytics.published.cells import MeasureKind, Scope

Points = int | float


class Shown(StrEnum):
    """Whether a figure is there."""

    NO = "no"
    YES = "yes"


BEYOND_INT16 = "beyond int16"
"""Marks a column whose whole numbers may be larger than 32,767."""


class Row(NamedTuple):
    """One row of the report, its fields the columns in their order; None is an empty cell.

    Each says its meaning, with the marks of the page.
    """

    wave: Annotated[str, "the wave's key"]
    wave_name: Annotated[str, "the wave's name"]
    opened: Annotated[date, "the day it opened"]
    closed: Annotated[date, "the day it closed"]
    unit: Annotated[str, "the unit's key"]
    unit_name: Annotated[str, "the unit's name as it stood in that wave"]
    parent: Annotated[
        str | None,
        "the key of the unit above as it stood in that wave; empty for the organisation",
    ]
    scope: Annotated[
        Scope,
        "`team`: people whose answers count in this very unit; `area`: the unit with "
        "everything below it. A unit without units below it has `team` only",
    ]
    level: Annotated[int, "depth in the tree; 0 is the organisation"]
    measure: Annotated[
        str,
        "a statement (BEL1), a construct (BEL), `belonging`, `alignment`, `focus`, `purpose`, a "
        "warning sign (SGN1) or `participation`",
    ]
    measure_kind: Annotated[
        MeasureKind,
        "item, construct, composite, derived (put together from statements of several constructs), "
        "scope (my team / whole organisation), own (your own statements, in no composite), sign, "
        "participation",
    ]
    measure_text: Annotated[str, "the statement, or the name"]
    composite: Annotated[str | None, "what a statement or construct feeds"]
    n_invited: Annotated[
        int | None,
        "how many were invited (participation rows only)",
        BEYOND_INT16,
    ]
    n_band: Annotated[
        str | None,
        'how many answered, as a band such as "10 to 14" (written so because 10-14 turns '
        "into a date in spreadsheets). A composite has the lowest band of its statements",
    ]
    participation_band: Annotated[
        str | None,
        'which share answered, as a band such as "50-74 %" (participation rows only)',
    ]
    score: Annotated[
        Points | None,
        "0 to 100, higher is better, coarsened by group size; a sign's score is the share "
        'that ticked it, in per cent. The lowest and highest values mean "this or less" and '
        '"this or more"',
    ]
    interval_low: Annotated[Points | None, "where the score likely lies (95 %): from here"]
    interval_high: Annotated[Points | None, "where the score likely lies (95 %): to here"]
    favourable_pct: Annotated[
        int | None,
        "share of good answers in per cent, after reverse-keying, where at least 10 answered",
    ]
    neutral_pct: Annotated[
        int | None,
        "share of answers in the middle in per cent, where at least 10 answered",
    ]
    unfavourable_pct: Annotated[
        int | None,
        "share of answers that call for support in per cent, where at least 10 answered",
    ]
    since_wave: Annotated[
        str | None,
        "the key of the first wave of the newest level: where a figure rose or fell, the wave "
        "since which it has; where it goes slowly, the wave since which it does",
    ]
    level_before: Annotated[Points | None, "the level before that, where the figure rose or fell"]
    level_now: Annotated[
        Points | None,
        "the newest level: the mean of its waves, over the statements all of them share",
    ]
    change: Annotated[
        Points | None,
        "where the figure rose or fell, from the level before to the newest level; otherwise the "
        "newest wave against the other waves of its level. Over the statements they all share",
    ]
    change_low: Annotated[Points | None, "where the change likely lies: from here"]
    change_high: Annotated[Points | None, "where the change likely lies: to here"]
    change_confidence: Annotated[
        Points | None,
        "how likely it lies between the two, in per cent: 95 where the figure rose or fell; more "
        "where it did not, because many waves and measures are looked at",
    ]
    change_verdict: Annotated[
        Verdict | None,
        "rose, fell, slowly rising, slowly falling, no clear change, too early to say, or not "
        "comparable. A figure that rose or fell reads so for three waves at most; what goes slowly "
        "shows it over many waves and by no single step",
    ]
    reason: Annotated[
        Reason | None,
        "why nothing is compared: withheld, other statements (under half of them the same), other "
        "people (under half of them the same), or first wave",
    ]
    shown: Annotated[
        Shown,
        "`no` for a withheld figure: then every figure of the row is empty; else `yes`",
    ]


class ColumnKind(StrEnum):
    """What stands in the cells of a column."""

    TEXT = "text"
    DATE = "date"
    WHOLE = "whole number"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, what stands in it, and what it means, with the marks of the page.

    `words` are all that it can hold, where they are closed, in their order.
    """

    name: str
    kind: ColumnKind
    marked: str
    beyond_int16: bool
    words: tuple[str, ...] = ()

    @property
    def meaning(self) -> str:
        """What it means, in plain words."""
        return self.marked.replace("`", "")


@cache
def columns() -> tuple[Column, ...]:
    """The columns in their order, as Row declares them."""
    return tuple(_column(*field) for field in get_type_hints(Row, include_extras=True).items())


def _column(name: str, declared: Any) -> Column:
    held, marked, *marks = get_args(declared)
    types = set(get_args(held)) or {held}
    closed = (tuple(one) for one in types if issubclass(one, StrEnum))
    return Column(name, _kind(types), marked, BEYOND_INT16 in marks, next(closed, ()))


def _kind(held: set[type]) -> ColumnKind:
    for types, kind in (
        (str, ColumnKind.TEXT),
        (date, ColumnKind.DATE),
        (float, ColumnKind.NUMBER),
    ):
        if any(issubclass(one, types) for one in held):
            return kind
    return ColumnKind.WHOLE
