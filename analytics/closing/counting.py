"""Opening a wave's ballots and counting them by home: the one place where answers are read.

Ballots are opened one after another and only a byte for each answer is kept until all are counted.
Everything made here is a count or a sum, so the order in which ballots lay in the box is in
nothing that leaves.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analytics.arrays import Ints
from analytics.disclosure.tally import Tally
from analytics.disclosure.tree import Tree
from survey.questionnaire.answers import counts, from_json, written
from survey.questionnaire.instrument import Instrument, composites

Bytes = NDArray[np.uint8]


@dataclass(frozen=True, eq=False)
class Opened:
    """The ballots that count: `home[b]` a tree position, `scores[b, item]` a point after
    reverse-keying or 0, `ticks[b, sign]` 0 or 1; `comments[b]` by prompt, where there are any."""

    home: Ints
    scores: Bytes
    ticks: Bytes
    comments: Mapping[int, Mapping[str, str]]


@dataclass(frozen=True, eq=False)
class Emptied:
    """All that lay in a box: the ballots that count, the homes of all, and their receipts."""

    opened: Opened
    sent: Ints
    receipts: list[str]


@dataclass(frozen=True, slots=True)
class Turnout:
    """How many were invited and how many sent answers, by home."""

    invited: Ints
    answered: Ints


def open_ballots(
    sealed: Iterable[bytes],
    open_sealed: Callable[[bytes], bytes],
    *,
    tree: Tree,
    instrument: Instrument,
) -> Emptied:
    """Every ballot; those that answer at least half of the statements count.

    Errors: KeyTrouble, BadInput.
    """
    place = {key: position for position, key in enumerate(tree.keys)}
    statements = [item.id for item in instrument.statements]
    signs = [sign.id for sign in instrument.signs]
    homes: list[int] = []
    sent: list[int] = []
    receipts: list[str] = []
    points, ticks = bytearray(), bytearray()
    comments: dict[int, Mapping[str, str]] = {}
    for ballot in sealed:
        home, answers, receipt = from_json(open_sealed(ballot))
        sent.append(place[home])
        if receipt:
            receipts.append(receipt)
        if counts(instrument, answers):
            if said := written(answers.comments):
                comments[len(homes)] = said
            homes.append(place[home])
            points.extend([answers.scores.get(item, 0) for item in statements])
            ticks.extend([sign in answers.signs for sign in signs])
    shape = len(homes)
    opened = Opened(
        home=np.array(homes, dtype=np.int64),
        scores=_scored(np.frombuffer(points, np.uint8).reshape(shape, len(statements)), instrument),
        ticks=np.frombuffer(ticks, np.uint8).reshape(shape, len(signs)),
        comments=comments,
    )
    return Emptied(opened, np.array(sent, dtype=np.int64), receipts)


def _scored(points: Bytes, instrument: Instrument) -> Bytes:
    """The values that count: turned round where agreeing is the unfavourable side."""
    scale = instrument.answered_on
    reverse = np.array([item.reverse for item in instrument.statements])
    turned = np.array([0, *map(scale.turned, scale.points)], dtype=np.uint8)
    return np.where(reverse, turned[points], points)


def tally(opened: Opened, turnout: Turnout, *, tree: Tree, instrument: Instrument) -> Tally:
    """The counts of a wave by home, ready for the gate."""
    return Tally(
        ballots=np.bincount(opened.home, minlength=len(tree)).astype(np.int64),
        counts={
            item.id: _by_home(
                opened.home, opened.scores[:, column], (len(tree), instrument.answered_on.top)
            )
            for column, item in enumerate(instrument.statements)
        },
        ticks={
            sign.id: np.bincount(opened.home[opened.ticks[:, column] == 1], minlength=len(tree))
            for column, sign in enumerate(instrument.signs)
        },
        invited=turnout.invited,
        answered=turnout.answered,
        composites=composites(instrument),
        writers=np.bincount(opened.home[list(opened.comments)], minlength=len(tree)),
    )


def _by_home(home: Ints, values: Bytes, shape: tuple[int, int]) -> Ints:
    given, (units, top) = values > 0, shape
    flat = np.bincount(home[given] * top + values[given] - 1, minlength=units * top)
    return flat.reshape(shape).astype(np.int64)


def turnout(sent: Ints, asked: Collection[int], *, units: int) -> Turnout:
    """Invited and answered by home, from the homes of ballots and of people (tree positions)."""
    return Turnout(
        invited=np.bincount(np.array([*asked], dtype=np.int64), minlength=units).astype(np.int64),
        answered=np.bincount(sent, minlength=units).astype(np.int64),
    )
