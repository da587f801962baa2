"""What is said of one figure over its waves: keys of the text catalogue and what fills them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from analytics.figures.line import Change, Gap, Level, Line, Point, Stretch, Told
from analytics.figures.measures import ClosedWave
from analytics.figures.standing import Standing
from analytics.figures.verdicts import Reason, Verdict
from analytics.published.cells import Participation
from analytics.statistics.not_answered import WHERE_FEWER_ANSWERED, if_not_answered
from survey.languages import fraction
from survey.text import in_language, text

FELT_FROM = 5
"""A change of fewer points, as they are said, is too small to feel, however sure it is."""
TELLING = frozenset(
    {"trends.story", "trends.story_now", "trends.drifting_up", "trends.drifting_down"}
    | {*(f"trends.{way}{how}" for way in ("rose", "fell") for how in ("", "_now"))}
)
"""Sentences that say more than that all is as it was."""
A_STORY = 3
"""So many levels are told one after the other, before what changed last."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the text catalogue, and what goes into its {places}: words, or parts of it."""

    key: str
    values: "Mapping[str, str | tuple[Sentence, ...]]"

    def said(self, language: str, *, plain: Callable[[str], str] = str) -> str:
        """The sentence in a language; `plain` makes words from outside safe where it is shown."""
        then = text("trends.then", language)

        def filled(value: "str | tuple[Sentence, ...]") -> str:
            if isinstance(value, str):
                return plain(in_language(value, language))
            return then.join(one.said(language, plain=plain) for one in value)

        return text(self.key, language, **{name: filled(v) for name, v in self.values.items()})


def sentences(line: Line, waves: Sequence[ClosedWave], *, name: str = "") -> tuple[Sentence, ...]:
    """What became of a figure, called `name` where it is not by its own: the first says the most.

    The waves are those of the line.
    """
    last, said = line.points[-1], {"measure": name or line.measure.text}
    said["wave"] = last.name
    if isinstance(last, Gap):
        return (Sentence("trends.withheld" if last.asked else "trends.not_asked", said),)
    said["score"] = whole(last.score)
    if line.latest.reason is not None:
        return (_not_compared(line, said),)
    if line.latest.drifting is not None:
        # Levels beside it would tell of steps where the verdict is that there were none.
        way = "up" if line.latest.verdict is Verdict.RISING else "down"
        return (Sentence(f"trends.drifting_{way}", {**said, "since": line.latest.drifting.name}),)
    return _levels_and_step(line, line.stretches[0].levels, waves, said)


def _levels_and_step(
    line: Line, levels: Sequence[Level], waves: Sequence[ClosedWave], said: Mapping[str, str]
) -> tuple[Sentence, ...]:
    step = tuple(_step(line.latest, levels, said))
    if len(levels) >= A_STORY or (len(levels) > 1 and not line.latest.moved):
        return (_story(levels, waves, said), *(step if line.latest.moved else ()))
    return step


def in_short(told: Told) -> Sentence:
    """What is said of a figure in a few words, to stand beside its number."""
    change, name = told.change, (told.verdict or Verdict.TOO_EARLY).name.lower()
    if change is None or not told.moved:
        return Sentence(f"trends.verdict_{name}", {})
    values = {"points": whole(abs(change.difference)), "since": change.since.name}
    return Sentence(f"trends.short_{name}", values)


def most_first(told: Iterable[tuple[Sentence, ...]]) -> list[tuple[Sentence, ...]]:
    """What is said of some figures, those first of which there is something to tell."""
    return sorted(told, key=lambda said: said[0].key not in TELLING)


def _not_compared(line: Line, said: Mapping[str, str]) -> Sentence:
    earlier = next((p for p in reversed(line.points[:-1]) if isinstance(p, Point)), None)
    before = {"before_wave": earlier.name} if earlier else {}
    return Sentence(_NOT_COMPARED[line.latest.reason or Reason.FIRST_WAVE], {**said, **before})


_NOT_COMPARED = {
    Reason.WITHHELD: "trends.withheld",
    Reason.OTHER_STATEMENTS: "trends.other_statements",
    Reason.OTHER_PEOPLE: "trends.other_people",
    Reason.FIRST_WAVE: "trends.first",
}


def _step(told: Told, levels: Sequence[Level], said: Mapping[str, str]) -> Iterator[Sentence]:
    """What changed last, or that nothing clearly did."""
    change = told.change
    assert change is not None, "what is compared has a difference"
    since = {**said, "since": change.since.name}
    if not told.moved:
        yield Sentence("trends.steady", since)
        return
    key, size = f"trends.{(told.verdict or Verdict.STEADY).name.lower()}", abs(change.difference)
    if round(size) < FELT_FROM:
        key += "_small"
    elif len(levels[-1].waves) == 1:
        key += "_now"
    yield Sentence(key, {**since, **_from_to(change), "points": whole(size)})


def _from_to(change: Change) -> dict[str, str]:
    assert change.before is not None, "what rose or fell came from a level"
    return {"before": whole(change.before), "now": whole(change.now)}


def _story(
    levels: Sequence[Level], waves: Sequence[ClosedWave], said: Mapping[str, str]
) -> Sentence:
    """All levels of the line one after the other."""
    names = [(waves[one.waves[0]].name, waves[one.waves[-1]].name) for one in levels]
    earlier = tuple(
        _level(one, *ends, first=at == 0)
        for at, (one, ends) in enumerate(zip(levels[:-1], names[:-1], strict=True))
    )
    newest = {"now": whole(levels[-1].mean), "since": names[-1][0]}
    key = "trends.story_now" if len(levels[-1].waves) == 1 else "trends.story"
    return Sentence(key, {**said, **newest, "earlier": earlier})


def _level(level: Level, start: str, end: str, *, first: bool) -> Sentence:
    said = {"mean": whole(level.mean), "first": start, "last": end}
    if first:
        return Sentence("trends.level_until", said)
    return Sentence("trends.level_in" if start == end else "trends.level_between", said)


def how_sure(
    line: Line,
    waves: Sequence[ClosedWave],
    *,
    name: str = "",
    standing: Standing | None = None,
    took_part: Participation | None = None,
) -> tuple[Sentence, ...]:
    """What stands behind "How sure is this?": ranges, the size of the step, and what would show."""
    last = line.points[-1]
    if isinstance(last, Gap):
        return ()
    said = {"measure": name or line.measure.text, "wave": last.name}
    return (
        *_sure(line, last, waves, said),
        *(_now(line, standing, said) if standing else ()),
        *(_silence(last, took_part) if took_part else ()),
    )


def _sure(
    line: Line, last: Point, waves: Sequence[ClosedWave], said: Mapping[str, str]
) -> Iterator[Sentence]:
    yield Sentence("sure.range", {**said, "low": whole(last.low), "high": whole(last.high)})
    change, stretch = line.latest.change, line.stretches[0]
    if change and line.latest.moved:
        ends = sorted((abs(change.low), abs(change.high)))
        size = {"points": whole(abs(change.difference)), "low": whole(ends[0])}
        yield Sentence("sure.step", {**said, **size, "high": whole(ends[1])})
        if len(stretch.levels[-1].waves) == 1:
            yield Sentence("sure.one_wave", {})
        yield Sentence("sure.smallest_step", {**said, "points": whole(change.smallest)})
    elif change:
        yield Sentence("sure.smallest", {**said, "points": whole(change.smallest)})
    yield from _apart(stretch, waves, said)
    if stretch.items is not None:
        count = len(stretch.items)
        drawn = {"count": str(count), "score": whole(stretch.drawn[-1].score)}
        yield Sentence("sure.over_one" if count == 1 else "sure.over", {**said, **drawn})


def _now(line: Line, standing: Standing, said: Mapping[str, str]) -> Iterator[Sentence]:
    """Where the unit stands with all waves so far; after a fall, where it would go by itself."""
    ends = {"low": whole(standing.low), "high": whole(standing.high)}
    yield Sentence("sure.now", {**said, **ends})
    if line.latest.verdict is Verdict.FELL:
        ends = {"low": whole(standing.later_low), "high": whole(standing.later_high)}
        key = "sure.by_itself_at" if ends["low"] == ends["high"] else "sure.by_itself"
        yield Sentence(key, {**said, **ends})


def _silence(last: Point, took_part: Participation) -> Iterator[Sentence]:
    """Where clearly fewer than three quarters answered: if the others were less content."""
    answered = (took_part.answered.low + took_part.answered.high) / 200
    if took_part.answered.high < 100 * WHERE_FEWER_ANSWERED:
        score = whole(if_not_answered(last.score, answered))
        yield Sentence("sure.if_not_answered", {"score": score})


def _apart(
    stretch: Stretch, waves: Sequence[ClosedWave], said: Mapping[str, str]
) -> Iterator[Sentence]:
    """Single waves that stood apart from their level."""
    scores = dict(zip(stretch.waves, stretch.drawn, strict=True))
    for level in stretch.levels:
        for at in level.spikes:
            apart = {"spike": waves[at].name, "score": whole(scores[at].score)}
            yield Sentence("sure.spike", {**said, **apart})


def whole(points: float) -> str:
    """Points as people say them: whole, ties to even; under half a point with one decimal."""
    rounded = round(points)
    return str(rounded) if rounded or abs(points) < 0.05 else fraction(points)


def signed(points: float) -> str:
    """A difference with its sign, minus as people write it."""
    size, sign = abs(points), "−" if points < 0 else "+"
    if not round(size) and size >= 0.05:
        return fraction(size, sign=sign)
    return f"{sign}{round(size)}" if round(size) else "0"
