"""Promises of the charts: published values only, gaps stay gaps, and colours that can be read."""

import re
from collections.abc import Iterator
from datetime import date
from functools import partial

import plotly.graph_objects as go
import pytest

from analytics.charts import signs as sign_tiles
from analytics.charts import trend as lines
from analytics.charts.signs import sign_words, tile_table
from analytics.charts.theme import Months
from analytics.charts.trend_geometry import margins, panel, tick_dates, words_in
from analytics.colours import Theme, theme
from analytics.figures.line import Point
from analytics.published.cells import Scope
from analytics.reports.trend import Trend, trend
from analytics.reports.unit_view import Above, UnitView
from tests.make_waves import ASKED, WaveCells, instrument, read, view, wave_cells

Json = dict[str, "Json"] | list["Json"] | str | float | bool | None
DATE = re.compile(r"\d{4}-\d{2}-\d{2}|\d{1,2} [A-Z][a-z]{2}( |<br>)?(\d{4})?")
trend_chart = partial(lines.trend_chart, language="en")
alt_text = partial(lines.alt_text, language="en")
signs_chart = partial(sign_tiles.signs_chart, language="en")
signs_alt_text = partial(sign_tiles.signs_alt_text, language="en")
COLOUR = re.compile(r"#[0-9a-f]{6}|rgba\([^)]*\)")


def harbour(*belonging: float | None, signs: float = 35) -> Trend:
    """A team with an area and the organisation above it; alignment is 62 throughout."""
    waves = [
        wave_cells(at, belonging=b, alignment=62, signs=signs) for at, b in enumerate(belonging)
    ]
    around = [
        [
            wave_cells(at, belonging=score, alignment=score - 4)._replace(scope=Scope.AREA)
            for at in range(len(waves))
        ]
        for score in (57, 48)
    ]
    found = read(waves, *around)
    unit = found.unit("t1", scope=Scope.TEAM, name="Harbour")
    assert unit is not None
    above = (
        Above(("t2",) * len(waves), ("Operations",) * len(waves)),
        Above(("t3",) * len(waves), ("Northwind",) * len(waves)),
    )
    return trend(UnitView(unit, found, above, ("Harbour",) * len(waves)))


def alone(*waves: WaveCells, name: str = "Harbour") -> Trend:
    """A team with nothing above it."""
    return trend(view(waves, name=name))


def numbers(figure: Json) -> Iterator[float]:
    """Every number anywhere in a figure, those written inside texts too; no dates, no colours."""
    match figure:
        case dict():
            for value in figure.values():
                yield from numbers(value)
        case list() | tuple():
            for value in figure:
                yield from numbers(value)
        case str():
            plain = COLOUR.sub("", DATE.sub("", figure))
            yield from (float(found) for found in re.findall(r"\d+(?:\.\d+)?", plain))
        case bool() | None:
            return
        case _:
            yield float(figure)


def published_values(found: Trend) -> set[float]:
    """All that may be known of a trend: scores, interval ends, bands, and the waves' own names."""
    points = [p for line in found.lines for p in line.points if isinstance(p, Point)]
    points += [p for line in found.lines for run in line.runs for p in run.points]
    known = {value for p in points for value in (p.score, p.low, p.high)}
    known |= {level.mean for line in found.lines for run in line.runs for level in run.levels}
    known |= {float(end) for p in points for end in (p.people.low, p.people.high)}
    known |= {s for line in found.lines for above in line.context for s in above.scores if s}
    known |= {share for sign in found.signs for share in sign.shares if share is not None}
    named = "".join(wave.name for wave in found.waves) + "".join(s.text for s in found.signs)
    return known | set(numbers(named))


@pytest.mark.parametrize("dark", [False, True])
def test_a_trend_holds_nothing_but_published_values(dark: bool) -> None:
    """Beyond the numbers that the same chart needs for its looks when everything is withheld."""
    found, empty = harbour(41, 55, None, 72), alone(wave_cells(0, belonging=None), name="")
    looks = set(numbers(trend_chart(empty, dark=dark).to_dict())) | {9.0, 4.0, 3.0, 2.0, 1.6, 14.0}

    extra = set(numbers(trend_chart(found, dark=dark).to_dict())) - looks - published_values(found)

    assert extra == set()


def test_the_signs_hold_nothing_but_published_values() -> None:
    found, none = harbour(41, 55, None, 72), alone(*(wave_cells(at) for at in range(4)), name="")
    looks = set(numbers(signs_chart(none).to_dict())) - {30.0}

    extra = set(numbers(signs_chart(found).to_dict())) - looks - published_values(found)

    assert extra == set()
    assert 35.0 in set(numbers(signs_chart(found).to_dict()))


def test_a_withheld_figure_leaves_no_trace_in_the_chart() -> None:
    """The same chart whatever a withheld wave would have been is all that can be sent."""
    shown = alone(wave_cells(0, belonging=41), wave_cells(1, belonging=87.5))
    hidden = alone(wave_cells(0, belonging=41), wave_cells(1, belonging=None))

    assert 87.5 in set(numbers(trend_chart(shown).to_dict()))
    assert 87.5 not in set(numbers(trend_chart(hidden).to_dict()))


def test_no_line_runs_across_a_gap() -> None:
    found = harbour(41, 55, None, 72, 70)
    drawn = panel(found.lines[0], words_in("en"))
    gap = found.waves[2].opened.isoformat()

    assert [len(stretch.dates) for stretch in drawn.stretches] == [2, 2]
    assert drawn.gaps == [gap]
    own = [t for t in _traces(trend_chart(found)) if t.get("cliponaxis") is False]
    assert all(gap not in trace["x"] for trace in own if trace["yaxis"] == "y")
    assert all(not trace.get("connectgaps", False) for trace in _traces(trend_chart(found)))


def test_other_statements_start_a_new_line() -> None:
    other = instrument(("BEL1", "RSP3", "RSP4", "RSP5", *ASKED[4:]))
    found = alone(wave_cells(0), wave_cells(1, asked=other), wave_cells(2, asked=other))

    drawn = panel(found.lines[0], words_in("en"))
    assert [len(stretch.dates) for stretch in drawn.stretches] == [1, 2]


def test_levels_are_flat_bars_where_a_line_has_more_than_one() -> None:
    """From the first of their waves to the last; two lines of one level each have none."""
    found = harbour(65, 70, 65, 45, 45, 45)
    drawn = panel(found.lines[0], words_in("en"))
    days = [wave.opened for wave in found.waves]

    assert [(level.start, level.end, round(level.mean)) for level in drawn.levels] == [
        (days[0], days[2], 67),
        (days[3], days[5], 45),
    ]
    (bars,) = _bars(found)
    assert bars["y"] == [m for level in drawn.levels for m in (level.mean, level.mean, None)]
    assert panel(harbour(60, 60, None, 60).lines[0], words_in("en")).levels == []


def test_the_bar_of_a_level_of_one_wave_can_be_seen() -> None:
    (bars,) = _bars(harbour(70, 70, 70, 30))

    start, end, _ = bars["x"][3:]
    assert start < "2026-03-30" < end


def _bars(found: Trend) -> list[dict]:  # type: ignore[type-arg]
    """What is drawn of levels; alignment has but one."""
    colour = theme(dark=False).level
    return [t for t in _traces(trend_chart(found)) if t.get("line", {}).get("color") == colour]


def test_a_point_that_stands_alone_still_shows_its_interval() -> None:
    found = harbour(41, None, 72)
    (first, _) = panel(found.lines[0], words_in("en")).stretches
    ribbons = [t for t in _traces(trend_chart(found)) if t.get("fill") == "none"]

    assert ribbons[0]["y"] == [*first.highs, *first.lows]
    assert ribbons[0]["line"]["width"] > 0


def test_the_scale_is_0_to_100_whatever_is_shown() -> None:
    layout = trend_chart(harbour(41, 55)).to_dict()["layout"]

    assert layout["yaxis"]["range"] == layout["yaxis2"]["range"] == [0, 100]


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("found", [harbour(41, None, 72), harbour(60), harbour(None, None)])
def test_plotly_knows_every_property(found: Trend, dark: bool) -> None:
    """What drawing leaves out for speed is checked here: each property and each value."""
    for drawn in (trend_chart(found, dark=dark), signs_chart(found, dark=dark)):
        checked = go.Figure(drawn.to_dict())

        assert len(checked.data) == len(drawn.to_dict()["data"])


def test_a_trend_without_waves_is_an_empty_chart() -> None:
    nothing = Trend("Harbour", (), (), (), (), ())

    assert trend_chart(nothing).to_dict()["data"] == []
    assert tile_table(nothing, sign_words("en")).rows == []


def test_the_hover_tells_wave_score_interval_and_people() -> None:
    (stretch,) = panel(harbour(60).lines[0], words_in("en")).stretches

    assert re.fullmatch(
        r"<b>Pulse 1</b>, 5 Jan 2026<br>"
        r"Belonging 60\.0, likely between \d+\.\d and \d+\.\d<br>8 to 9 people",
        stretch.hover[0],
    )


def test_names_cannot_bring_markup_into_a_chart() -> None:
    found = alone(wave_cells(0), name='<a href="x">Harbour</a>')

    names = [trace.get("name", "") for trace in _traces(trend_chart(found))]

    assert any("&lt;a href" in name for name in names)
    assert not any("<a" in name for name in names)


def test_the_tiles_show_at_most_six_waves_with_their_numbers() -> None:
    table = tile_table(harbour(*[60.0] * 8, signs=45), sign_words("en"))

    assert len(table.columns) == 6
    assert [tile.text for tile in table.rows[0].tiles] == ["45 %"] * 6


def test_the_alternative_texts_say_every_shown_score_in_order() -> None:
    found = harbour(41, None)

    assert alt_text(found) == (
        "Harbour over 2 waves, on a scale from 0 to 100. "
        "Belonging: 5 Jan 2026 41.0, 2 Feb 2026 not shown. "
        "Alignment: 5 Jan 2026 62.0, 2 Feb 2026 62.0."
    )
    assert "Text of SGN1. 35 %, 35 %." in signs_alt_text(found)


def test_at_most_five_dates_are_named_the_newest_among_them() -> None:
    dates = [date(2026, 1, day) for day in range(1, 14)]

    assert tick_dates(dates) == [date(2026, 1, day) for day in (1, 4, 7, 10, 13)]
    assert tick_dates(dates[:1]) == dates[:1]
    low, high = margins(dates)
    assert low < dates[0].isoformat() < dates[-1].isoformat() < high


def test_the_year_is_named_first_and_where_it_changes() -> None:
    dates = [date(2025, 12, 1), date(2025, 12, 29), date(2026, 1, 26)]

    assert Months("en").ticks(dates) == ["1 Dec<br>2025", "29 Dec", "26 Jan<br>2026"]


@pytest.mark.parametrize("dark", [False, True])
def test_text_can_be_read_and_lines_can_be_seen(dark: bool) -> None:
    """WCAG 2.2: text 4.5:1, lines 3:1, on the page and on its panels."""
    colours = theme(dark=dark)

    for ground in (colours.background, colours.panel):
        assert all(contrast(text, ground) >= 4.5 for text in (colours.text, colours.muted))
        assert all(contrast(line, ground) >= 3 for line in _lines(colours))
    for tile in (colours.tile_none, colours.tile_all):
        assert contrast(colours.tile_text, tile) >= 4.5


def _lines(colours: Theme) -> tuple[str, ...]:
    return colours.accent, colours.area, colours.organisation


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours (WCAG 2.2, relative luminance)."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    shares = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _traces(figure: go.Figure) -> list[dict]:  # type: ignore[type-arg]
    found: list[dict] = figure.to_dict()["data"]  # type: ignore[type-arg]
    return found
