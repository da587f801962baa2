"""What a trend says in one plain sentence: a key of the text catalogue and what fills it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from analytics.figures.like_with_like import Stretch
from analytics.figures.timeline import Gap, Point, Step
from analytics.statistics.change import Change, Verdict


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the text catalogue, and the words that go into its {places}."""

    key: str
    values: Mapping[str, str]


def sentence(measure: str, last: Point | Gap, step: Step | None) -> Sentence:
    """What the last wave says about one composite, called `measure` on screen."""
    said = {"measure": measure, "wave": last.name}
    if isinstance(last, Gap):
        return Sentence("trends.withheld" if last.asked else "trends.not_asked", said)
    said["score"] = whole(last.score)
    if step is None:
        return Sentence("trends.first", said)
    said["before_wave"] = step.before.name
    if step.change is None:
        why = "held_inside" if step.held_inside else "other_statements"
        return Sentence(f"trends.{why}", said)
    return _of_change(step.change, said)


def _of_change(change: Change, said: Mapping[str, str]) -> Sentence:
    match change.verdict:
        case Verdict.UNCLEAR:
            return Sentence(_unclear_key(change), {**said, **_unclear(change)})
        case Verdict.ROSE:
            ends = change.low, change.high
        case Verdict.FELL:
            ends = -change.high, -change.low
    size = whole(abs(change.difference))
    key = f"trends.{change.verdict.name.lower()}" + ("_one" if size == "1" else "")
    told = {"points": size, "low": whole(ends[0]), "high": whole(ends[1])}
    return Sentence(key, {**said, **told})


def _unclear_key(change: Change) -> str:
    steady = whole(change.before.score) == whole(change.after.score)
    return "trends.steady" if steady else "trends.cannot_tell"


def _unclear(change: Change) -> dict[str, str]:
    return {
        "then": whole(change.before.score),
        "now": whole(change.after.score),
        "low": signed(change.low),
        "high": signed(change.high),
        "detectable": whole(change.detectable),
    }


def shared_note(measure: str, step: Step | None) -> Sentence | None:
    """Says so when a change rests on fewer statements than the scores beside it."""
    if not step or not step.change or step.shared is None:
        return None
    values = {"measure": measure, "count": str(step.shared), "before_wave": step.before.name}
    key = "trends.shared_statement" if step.shared == 1 else "trends.shared_statements"
    return Sentence(key, values)


def drawing_notes(
    measure: str, drawn: Sequence[Point | Gap], found: Sequence[Stretch]
) -> Iterator[Sentence]:
    """Says over which statements the latest line is drawn, where not all, and where lines break."""
    if found and found[-1].items is not None:
        count, last = len(found[-1].items), drawn[found[-1].waves[-1]]
        assert isinstance(last, Point), "a stretch is made of waves that show the measure"
        values = {"measure": measure, "count": str(count), "score": whole(last.score)}
        yield Sentence("trends.drawn_over_one" if count == 1 else "trends.drawn_over", values)
    for key, held_inside in (("trends.breaks", False), ("trends.breaks_held_inside", True)):
        breaks = [
            drawn[after.waves[0]].name
            for before, after in pairwise(found)
            if (before.held_inside or after.held_inside) is held_inside
        ]
        if breaks:
            yield Sentence(key, {"measure": measure, "waves": ", ".join(breaks)})


def whole(points: float) -> str:
    """Points as people say them: whole, ties to even; under half a point with one decimal."""
    rounded = round(points)
    return str(rounded) if rounded or abs(points) < 0.05 else f"{points:.1f}"


def signed(points: float) -> str:
    """A difference with its sign, minus as people write it."""
    text = whole(abs(points))
    return text if text == "0" else f"{'−' if points < 0 else '+'}{text}"
