"""Promises of the chart of sources: published values only, in their place, and said in words."""

from functools import partial
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.charts import source_words
from analytics.charts.sources_geometry import share_text, shares, source_row
from analytics.published.cells import Band, Hidden, Score
from analytics.reports.sources import Source, Sources, sources
from pages.ui.figures.sources_words import detectable, home, lead
from tests.make_waves import WaveCells, instrument, view
from tests.reports.test_sources import both, construct, found, wave

note = partial(source_words.note, language="en")
chart_words = partial(source_words.chart_words, "en")


def spread(published: tuple[int, ...]) -> WaveCells:
    """A wave in which the first statement has a distribution."""
    made = wave(people=Band(15, 29))
    return made._replace(cells={**made.cells, "BEL1": Score(600, Band(15, 29), 5, published)})


def statements(report: Sources, key: str = "BEL") -> list[Source]:
    return [s for c in report.constructs if c.itself.id == key for s in c.statements]


def constructs(report: Sources) -> list[Source]:
    return [c.itself for c in report.constructs]


def test_shares_stand_around_the_middle() -> None:
    drawn = shares((20, 30, 50))

    assert [(s.start, s.end, s.text) for s in drawn] == [
        (-35, -15, "20"),
        (-15, 15, "30"),
        (15, 65, "50"),
    ]


@given(st.sampled_from([3, 5]).flatmap(lambda n: st.tuples(*[st.integers(5, 95)] * n)))
def test_shares_touch_and_the_middle_one_is_centred(published: tuple[int, ...]) -> None:
    drawn = shares(published)

    assert [s.end - s.start for s in drawn] == list(published)
    assert all(one.end == other.start for one, other in pairwise(drawn))
    middle = drawn[len(drawn) // 2]
    assert middle.start == -middle.end


@pytest.mark.parametrize(
    ("share", "count", "said", "drawn"),
    [
        (10, 3, "≤10", ""),
        (20, 3, "20", "20"),
        (90, 3, "≥90", "≥90"),
        (5, 5, "≤5", ""),
        (10, 5, "10", "10"),
        (95, 5, "≥95", "≥95"),
    ],
)
def test_a_share_at_its_end_never_says_everybody_or_nobody(
    share: int, count: int, said: str, drawn: str
) -> None:
    assert share_text(share, count) == said
    assert share_text(share, count, short=True) == drawn


def test_a_score_is_a_dot_with_its_range_and_a_ring_at_the_level_before() -> None:
    """60 lies between 50.1 and 69.9, which is .2 to 39.8 around the middle, twice as far."""
    risen = construct(found(both("BEL", 20), both("BEL", 60)), "BEL")
    drawn = source_row(risen, chart_words())

    assert drawn.dot is not None
    assert (drawn.dot.score, drawn.dot.before) == (20, -60)
    assert (round(drawn.dot.low, 1), round(drawn.dot.high, 1)) == (0.2, 39.8)
    assert drawn.shares == []


def test_no_ring_where_nothing_moved_or_fewer_statements_are_shared() -> None:
    """The level before is then over other statements than the dot."""
    steady = construct(found({}, {}), "BEL")
    waves = [wave(0, {"BEL1": 5, "BEL2": None}), wave(1, both("BEL", 80))]
    shared = construct(sources(view(waves)), "BEL")

    rows = [source_row(one, chart_words()) for one in (steady, shared)]
    assert shared.moved
    assert [one.dot.before for one in rows if one.dot] == [None, None]


def test_a_withheld_row_draws_nothing_and_says_so() -> None:
    report = sources(view([wave()._replace(cells={**wave().cells, "BEL1": Hidden()})]))
    hidden, shown = (source_row(one, chart_words()) for one in statements(report))

    assert hidden == ("", "not shown", [], None)
    assert (shown.score, shown.dot is None) == ("60", False)


def test_what_changed_is_said_with_its_range() -> None:
    report = found({}, both("BEL", 20) | both("RSP", 65) | both("PUR", 95))

    said = {source.id: note(source) for source in constructs(report)}
    assert said == {
        "BEL": "8 to 9 answers · fell by 40 in Pulse 2 (likely 26 to 54)",
        "PUR": "8 to 9 answers · rose by 35 in Pulse 2 (likely 21 to 49)",
        "RSP": "8 to 9 answers · no clear change since Pulse 1",
        "OWN": "8 to 9 answers · no clear change since Pulse 1",
    }
    assert lead(report).endswith("Behind it: Name of BEL fell by 40, Name of PUR rose by 35.")


def test_what_would_show_is_said_as_one_number_or_as_two() -> None:
    assert detectable(found({})) == ""
    assert detectable(found({}, {})).startswith("A change of about ")
    assert " to " not in detectable(found({}, {}))
    assert " to " in detectable(found({}, {"BEL1": None}))


def test_each_row_names_its_own_wave() -> None:
    """BEL was not shown in the first, so that its line is a wave shorter."""
    report = sources(view([wave(0, both("BEL", None)), wave(1), wave(2)]))

    assert note(construct(report, "BEL")).endswith("no clear change since Pulse 2")
    assert note(construct(report, "RSP")).endswith("no clear change since Pulse 1")


def test_why_nothing_is_compared_is_said_in_words() -> None:
    other = instrument(("BEL1", "BEL2", "RSP3", "RSP4", "PUR1", "PUR2", "OWN1", "OWN2"))
    report = sources(view([wave(0, asked=other), wave(1, both("BEL", None))]))

    assert note(construct(report, "RSP")) == (
        "8 to 9 answers · too few statements as before to compare"
    )
    assert note(construct(report, "BEL")) == "not shown"


def test_the_lead_says_that_nothing_moved() -> None:
    assert lead(found({}, {})) == "Nothing behind belonging and alignment clearly changed."


def test_the_lead_says_once_that_there_is_nothing_to_compare_with() -> None:
    assert lead(found({})) == "There is nothing earlier to compare with yet."


@pytest.mark.parametrize(
    ("team", "organisation", "said"),
    [
        (90, 60, "At home in the team, less in the organisation: 90 against 60, a gap of 30"),
        (60, 90, "At home in the organisation, less in the team: 90 against 60, a gap of 30"),
        (70, 60, "In the team 70, in the organisation 60: no clear gap"),
    ],
)
def test_the_gap_of_the_two_scopes_is_named(team: float, organisation: float, said: str) -> None:
    told = found({"SCO1": team, "SCO2": organisation}).home

    assert told is not None
    assert home(told).replace("\\", "").startswith(said)
