"""Promise: on random organisations no place says of a figure what another does not."""

from collections.abc import Callable, Iterator
from random import Random
from typing import Any

import numpy as np
import pytest

from analytics.figures import block
from analytics.figures.line import Change
from analytics.figures.verdicts import Verdict
from analytics.published.cells import Scope
from analytics.reports import phrasing
from tests.as_it_stood import stand
from tests.attacks.some import some_now
from tests.find_contradictions import between_places, in_area
from tests.find_in_sentences import in_sentences
from tests.make_random_organisations import Organisation, an_organisation, slowly_moving

pytestmark = pytest.mark.slow

ORGANISATIONS, MANY = 200, 1000
AT_ONCE = 40
VIEWS, MANY_VIEWS = 1, 6
AREAS = 2
"""The map of an area is looked at in every second organisation."""


def contradictions(
    seed: int, *, views: int, made: Callable[[int], Organisation] = an_organisation
) -> Iterator[str]:
    """What two places say differently of some units of one organisation, at some waves."""
    of, dice = made(seed), Random(seed)
    waves = [one.wave.key for one in of.waves]
    everywhere = [(u, s, one.wave.key) for one in of.waves for u in one.units for s in Scope]
    dice.shuffle(everywhere)
    found = (one for at in everywhere if (one := stand(of, *at)))
    for _, at in zip(range(views), found, strict=False):
        where = at.view.figures
        said = (*between_places(at), *in_sentences(at))
        yield from (f"{seed}: {where.unit}, {where.waves[-1].key}: {one}" for one in said)
    if seed % AREAS == 0:
        yield from (f"{seed}: {one}" for one in in_area(of, dice.choice(waves)))


@pytest.mark.parametrize("first", some_now(range(0, ORGANISATIONS, AT_ONCE), now=2))
def test_no_place_says_what_another_does_not(first: int) -> None:
    """Trend, sources, focus, maps, conversation, area and report; of some units and waves each."""
    seeds = range(first, first + AT_ONCE)

    assert not [one for seed in seeds for one in contradictions(seed, views=VIEWS)]


SLOW = range(6)


def test_what_goes_slowly_is_told_alike_everywhere() -> None:
    """Of teams that go a little up or down in every wave."""
    assert not [
        one for seed in SLOW for one in contradictions(seed, views=MANY_VIEWS, made=slowly_moving)
    ]


def test_some_of_those_are_told_to_go_slowly() -> None:
    """Up and down, so that there is something to be told alike."""
    told = {row.change_verdict for seed in SLOW for row in slowly_moving(seed).rows.values()}

    assert {Verdict.RISING, Verdict.FALLING} <= told


@pytest.mark.long
@pytest.mark.parametrize("first", range(ORGANISATIONS, ORGANISATIONS + MANY, AT_ONCE))
def test_no_place_of_many_says_what_another_does_not(first: int) -> None:
    """The same of 1,000 more, and of more units and waves of each."""
    seeds = range(first, first + AT_ONCE)

    assert not [one for seed in seeds for one in contradictions(seed, views=MANY_VIEWS)]


def test_what_contradicts_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sentences that turn a step round, and a report that is a wave late."""
    monkeypatch.setattr(phrasing, "_from_to", _turned)
    assert any("from and to" in one for one in _few())
    monkeypatch.undo()
    monkeypatch.setattr(block, "_changes", _late)

    assert any("since_wave" in one for one in _few())


def _few() -> list[str]:
    return [one for seed in range(10) for one in contradictions(seed, views=VIEWS)]


def _turned(change: Change) -> dict[str, str]:
    assert change.before is not None, "it stepped"
    return {"before": phrasing.whole(change.now), "now": phrasing.whole(change.before)}


ON_TIME = block._changes


def _late(*told: Any) -> Any:
    found = ON_TIME(*told)
    return found._replace(since=np.maximum(found.since - 1, -1))
