"""Does a sentence contradict a figure that stands beside it? Read as people read it."""

from collections.abc import Iterator, Sequence

from analytics.figures.report_columns import Row
from analytics.figures.verdicts import Verdict
from analytics.reports.phrasing import FELT_FROM, whole
from analytics.reports.trend import Line, Step
from analytics.statistics.not_answered import WHERE_FEWER_ANSWERED
from tests.as_it_stood import Stand
from tests.read_sentences import Read, levels_of, read_back

Found = Iterator[str]
RANGES = {"sure.range", "sure.now"}
STORIES = {"trends.story", "trends.story_now"}
DRIFTS = {"trends.drifting_up": Verdict.RISING, "trends.drifting_down": Verdict.FALLING}
CHANGES = {"sure.step", "sure.smallest", "sure.by_itself", "sure.by_itself_at"}
WAYS = {Verdict.ROSE: "rose", Verdict.FELL: "fell"}


def in_sentences(at: Stand) -> Found:
    """What the sentences of every line say otherwise than the figures beside them."""
    for line in at.lines:
        row = at.row(line.id)
        said = [read_back(one) for one in line.sentences]
        sure = [read_back(one) for one in line.sure]
        found = [
            *_shown(line, row, said, sure),
            *(one for s in said for one in _step(line, row, s)),
            *(one for s in said if s.key in STORIES for one in _story(at, line, row, s)),
            *_only_what_is_so(row, said),
            *(one for s in said if s.key in DRIFTS for one in _drifts(line, row, s)),
            *(one for s in sure for one in _sure(at, line, row, s)),
        ]
        words = [one.said("en") for one in (*line.sentences, *line.sure)]
        yield from (f"{one} | {words} | {row}" for one in found)


def _shown(line: Line, row: Row | None, said: Sequence[Read], sure: Sequence[Read]) -> Found:
    """Scores that are said are those published; of what is not shown nothing else is said."""
    keys = {one.key for one in said}
    if row is None or row.score is None:
        if not keys <= {"trends.withheld", "trends.not_asked"} or sure:
            yield "says more than that it is not shown"
        return
    if keys & {"trends.withheld", "trends.not_asked"}:
        yield "says that it is not shown"
    for one in said:
        if "score" in one.numbers and one.numbers["score"] != float(whole(row.score)):
            yield "says another score"


def _step(line: Line, row: Row | None, said: Read) -> Found:
    """One that rose came from below; small is what is written as less than 5 points."""
    way = next((one for one in ("rose", "fell") if said.key.startswith(f"trends.{one}")), None)
    change = line.told[-1].change
    if way is None:
        return
    if row is None or row.change is None or row.change_low is None or row.change_high is None:
        yield "a step without a change"
        return
    assert change is not None, "as in the report"
    numbers = said.numbers
    if WAYS.get(row.change_verdict or Verdict.STEADY) != way or (row.change > 0) != (way == "rose"):
        yield "another verdict, or another sign"
    if row.change_low <= 0 <= row.change_high:
        yield "the range holds 0"
    if numbers["points"] != float(whole(abs(change.difference))):
        yield "another size"
    if said.key.endswith("_small") != (numbers["points"] < FELT_FROM):
        yield "small is less than 5 points"
    if "since" in said.words and said.words["since"] != change.since.name:
        yield "since another wave"
    if "before" in numbers:
        assert change.before is not None, "it stepped"
        ends = float(whole(change.before)), float(whole(change.now))
        if (numbers["before"], numbers["now"]) != ends or (ends[1] > ends[0]) != (way == "rose"):
            yield f"from and to are {ends}"
    if said.key.endswith("_now") and row.since_wave != row.wave:
        yield "one wave is not yet a level, and there are more"


def _story(at: Stand, line: Line, row: Row | None, said: Read) -> Found:
    """The levels are those drawn, and the last of them is the one that is told."""
    change, run = line.told[-1].change, _newest(line)
    names = {one.opened: one.name for one in at.view.figures.waves}
    drawn = [(float(whole(o.mean)), names[o.start], names[o.end]) for o in run]
    if change is None or row is None:
        yield "a story without a change"
        return
    for level, (mean, start, end) in zip(levels_of(said), drawn[:-1], strict=True):
        if level.numbers["mean"] != mean or level.words.get("last", end) != end:
            yield f"another level than {mean} until {end}"
        if level.words.get("first", start) != start:
            yield f"another level than {mean} from {start}"
    told = float(whole(change.now)), change.since.name
    since = said.words.get("since", change.since.name)
    if not (said.numbers["now"], since) == drawn[-1][:2] == told:
        yield f"the last level is {drawn[-1]}, told is {told}"
    if change.before is not None and float(whole(change.before)) != drawn[-2][0]:
        yield f"the level before is {drawn[-2]}, told is {change.before}"


def _drifts(line: Line, row: Row | None, said: Read) -> Found:
    """What goes slowly is said and drawn without levels, and every place says so."""
    told = line.told[-1]
    if not row or not told.drifting or row.change_verdict is not DRIFTS[said.key]:
        yield f"it is {row and row.change_verdict} elsewhere"
    elif said.words["since"] != told.drifting.name or row.since_wave != told.drifting.key:
        yield f"it has gone so since {told.drifting.name}, elsewhere since {row.since_wave}"
    last = line.points[-1].wave
    if any(run.levels for run in line.runs if run.points[-1].wave == last):
        yield "levels are drawn beside it"


def _newest(line: Line) -> Sequence[Step]:
    """The levels of the run that the last wave is in: its first part has them."""
    last = line.points[-1].wave
    at = next(n for n, run in enumerate(line.runs) if last in {one.wave for one in run.points})
    return next(run.levels for run in line.runs[at::-1] if run.levels)


def _only_what_is_so(row: Row | None, said: Sequence[Read]) -> Found:
    keys = [one.key for one in said]
    if row is None or row.score is None:
        return
    told = any(key.startswith(("trends.rose", "trends.fell")) for key in keys)
    if told != (row.change_verdict in WAYS):
        yield "a step is told where there is one"
    slow = bool({*keys} & {*DRIFTS})
    if slow != (row.change_verdict in DRIFTS.values()):
        yield "that it goes slowly is told where it does"
    steady = "trends.steady" in keys or {*keys} <= STORIES
    if steady != (row.change_verdict is Verdict.STEADY):
        yield "no clear change is told where there is none"
    if row.change_verdict in {Verdict.STEADY, *DRIFTS.values()}:
        assert row.change_low is not None
        assert row.change_high is not None
        if not row.change_low <= 0 <= row.change_high:
            yield "the range of no clear change leaves out 0"
    reasons = {"trends.first", "trends.other_statements", "trends.other_people"}
    if bool(reasons & {*keys}) != (row.reason is not None):
        yield "a reason is told where there is one"


def _sure(at: Stand, line: Line, row: Row | None, said: Read) -> Found:
    """What stands behind "How sure is this?"."""
    assert row is not None, "nothing is sure of what is not shown"
    assert row.score is not None, "nor of what is withheld"
    if said.numbers.get("low", 0) > said.numbers.get("high", 100):
        yield f"{said.key} from high to low"
    if said.key in RANGES:
        yield from _range(row, said)
    elif said.key in CHANGES:
        yield from _change(line, row, said)
    elif said.key == "sure.if_not_answered":
        took_part = at.view.figures.participation(-1)
        few = took_part and took_part.answered.high < 100 * WHERE_FEWER_ANSWERED
        if not few or said.numbers["score"] > float(whole(row.score)):
            yield "enough answered, or the others would raise it"
    elif said.key.startswith("sure.over"):
        change = line.told[-1].change
        if change is not None and change.over != said.numbers.get("count", 1):
            yield f"told over {change.over} statements"
    elif said.key == "sure.spike":
        drawn = {one.name: one.score for run in line.runs for one in run.points}
        if float(whole(drawn[said.words["spike"]])) != said.numbers["score"]:
            yield "another score that stood apart"


def _range(row: Row, said: Read) -> Found:
    """A range holds what is published; that of the wave is the published one."""
    low, high = said.numbers["low"], said.numbers["high"]
    if not low <= float(whole(row.score or 0)) <= high:
        yield f"{said.key} leaves out where it is"
    ends = tuple(float(whole(one or 0)) for one in (row.interval_low, row.interval_high))
    if said.key == "sure.range" and (low, high) != ends:
        yield f"the published range is {ends}"


def _change(line: Line, row: Row, said: Read) -> Found:
    """The range of a step has its sign; what would show is more than what does not."""
    change, numbers = line.told[-1].change, said.numbers
    assert change is not None, "a change is told"
    moved = row.change_verdict in WAYS
    if said.key == "sure.step":
        if not moved or not 0 < numbers["low"] <= numbers["points"] <= numbers["high"]:
            yield "the range of a step leaves out 0 and holds the step"
    elif said.key == "sure.smallest":
        shows = numbers["points"] < float(whole(abs(change.difference)))
        if moved or numbers["points"] <= 0 or shows:
            yield f"{change.difference} would show"
    elif row.change_verdict is not Verdict.FELL:
        yield "goes by itself though it did not fall"
