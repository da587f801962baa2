"""Promises of a conversation: it rests on what one unit published, and on nothing else."""

from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.published.cells import Band, Figure, Hidden, MeasureKind, Scope, Score
from analytics.reports.conversation import Conversation, Theme, conversation
from analytics.reports.topics import Reason
from pages.ui.figures.sheet import sheet
from survey.questionnaire.instrument import Instrument
from tests.english import text
from tests.make_waves import (
    ASKED,
    WaveCells,
    closed_wave,
    figures,
    instrument,
    read,
    score,
    unit,
    wave_cells,
)

SAME = {"BEL": 60.0, "RSP": 60.0, "PUR": 60.0, "OWN": 60.0}


def wave(at: int = 0, *, asked: Instrument | None = None, **points: float | None) -> WaveCells:
    """A wave whose constructs have these scores, and 60 where nothing is said; None withholds."""
    published = closed_wave(at, asked=asked)
    found = figures(published)
    for key, value in {**SAME, **points}.items():
        for statement in (s for s in found if s.startswith(key)):
            found[statement] = Hidden() if value is None else score(value)
    return WaveCells(published, Scope.TEAM, found)


def of(*waves: WaveCells) -> Conversation:
    return conversation(unit(waves))


def keys(found: Conversation) -> list[list[str]]:
    """What is said of each composite."""
    return [[sentence.key for sentence in one] for one in found.standing]


def about(theme: Theme | None) -> tuple[str, Reason, float]:
    assert theme is not None
    return theme.id, theme.reason, theme.point.score


def test_a_strength_and_two_themes_come_with_their_figures() -> None:
    """Two statements, 9 of 11 answering: V = 510.3/9 [.7 x 2/11 + .3] + 25/24 = 25.3, so that 9.9
    points either way are likely."""
    found = of(wave(0, RSP=90, PUR=30), wave(1, BEL=80, RSP=65, PUR=30))

    assert about(found.strength) == ("BEL", Reason.ABOVE, 80.0)
    assert [about(theme) for theme in found.themes] == [
        ("RSP", Reason.CHANGED, 65.0),
        ("PUR", Reason.LOWEST, 30.0),
    ]
    changed, lowest = found.themes
    assert [one.key for one in changed.changed] == ["trends.fell_now"]
    assert changed.changed[0].values["points"] == "25"
    assert lowest.changed == ()
    assert (lowest.point.low, lowest.point.high) == (20.1, 39.9)


def test_a_theme_shows_its_statements_in_the_order_asked() -> None:
    cells = wave(0, BEL=80, OWN=30)
    found = of(WaveCells(cells.wave, cells.scope, {**cells.cells, "OWN1": Hidden()}))

    (theme,) = found.themes
    assert [(s.text, s.score) for s in theme.statements] == [
        ("Text of OWN1.", None),
        ("Text of OWN2.", 30.0),
    ]
    assert found.withheld


def test_a_statement_turned_round_says_so() -> None:
    turned = tuple(replace(item, reverse=item.id == "OWN2") for item in instrument().items)
    asked = replace(instrument(), items=turned)

    (theme,) = of(wave(0, asked=asked, BEL=80, OWN=30)).themes

    assert [statement.turned for statement in theme.statements] == [False, True]


def test_where_we_stand_is_said_as_on_the_trend_page() -> None:
    found = of(wave_cells(0, belonging=40), wave_cells(1, belonging=70))

    assert keys(found) == [["trends.rose_now"], ["trends.steady"]]
    assert found.standing[0][0].values["points"] == "30"


def test_a_wave_that_asked_other_statements_changes_nothing_that_can_be_said() -> None:
    other = instrument([key.replace("1", "3").replace("2", "4") for key in ASKED])
    found = of(wave(0, asked=other, RSP=95), wave(1, BEL=80, RSP=60))

    assert [theme.reason for theme in found.themes] == [Reason.NEXT]
    assert keys(found) == [["trends.other_statements"]] * 2


def test_a_held_team_has_its_two_sentences_and_nothing_to_choose_from() -> None:
    """It shows its composites only."""
    cells: dict[str, Figure] = {item: Hidden() for item in ASKED}
    cells |= {c: Score(600, Band(8, 9), 10) for c in ("belonging", "alignment")}
    found = of(WaveCells(closed_wave(), Scope.TEAM, cells))

    assert keys(found) == [["trends.first"], ["trends.first"]]
    assert (found.strength, found.themes, found.shown) == (None, (), 0)
    assert found.withheld


def test_a_wave_that_withholds_all_leaves_the_four_questions() -> None:
    found = of(wave(0), wave_cells(1, belonging=None, alignment=None))

    assert keys(found) == [["trends.withheld"], ["trends.withheld"]]
    assert (found.strength, found.themes, found.shown, found.withheld) == (None, (), 0, True)


def test_nothing_is_said_of_withholding_where_nothing_is_withheld() -> None:
    assert not of(wave(0)).withheld


scores = st.none() | st.integers(1, 19).map(lambda steps: 5.0 * steps)
statements = st.fixed_dictionaries(dict.fromkeys(ASKED, scores))


def publish(at: int, points: Mapping[str, float | None], **other: Figure) -> WaveCells:
    """A wave in which each statement has its own score, or none."""
    cells = wave(at).cells
    own = {key: Hidden() if value is None else score(value) for key, value in points.items()}
    return WaveCells(closed_wave(at), Scope.TEAM, {**cells, **own, **other})


def chosen(found: Conversation) -> list[Theme]:
    return [*([found.strength] if found.strength else []), *found.themes]


@settings(deadline=None, max_examples=40)
@given(statements, statements)
def test_what_is_withheld_is_never_chosen_and_has_no_number(
    before: dict[str, float | None], now: dict[str, float | None]
) -> None:
    """A construct is chosen if at least half of its statements are shown; the others stay blank."""
    last = publish(1, now)
    found = of(publish(0, before), last)

    shown = [
        m.id
        for m in last.wave.of_kind(MeasureKind.CONSTRUCT)
        if any(isinstance(last.cells[item], Score) for item in m.items)
    ]
    assert found.shown == len(shown)
    for theme in chosen(found):
        behind = [now[f"{theme.id}{number}"] for number in (1, 2)]
        assert theme.id in shown
        assert [statement.score for statement in theme.statements] == behind


@settings(deadline=None, max_examples=40)
@given(statements, statements, scores, scores)
def test_only_the_statements_of_the_unit_decide(
    before: dict[str, float | None],
    now: dict[str, float | None],
    other: float | None,
    sign: float | None,
) -> None:
    """Not the signs, not the two scopes, not what came later, and not the area."""
    waves = publish(0, before), publish(1, now)
    others: dict[str, Figure] = {
        key: Hidden() if value is None else score(value)
        for key, value in (("SCO1", other), ("SGN1", sign), ("SGN2", sign))
    }
    noisy = publish(0, before), publish(1, now, **others), publish(2, before, **others)
    around = [publish(at, dict.fromkeys(ASKED, other)) for at in range(3)]
    area = [one._replace(scope=Scope.AREA) for one in around]
    found = read(noisy, area).unit("t1", scope=Scope.TEAM, name="Harbour")

    assert found is not None
    assert chosen(conversation(found.until(1))) == chosen(of(*waves))


def test_the_sheet_says_names_as_they_are() -> None:
    """Nothing in a name acts on the page."""
    found = conversation(unit([wave(0, BEL=80, OWN=30)], name="<img src=x> & *Sons*"))

    assert "&lt;img src=x&gt; &amp; *Sons*" in sheet(found)
    assert "<img" not in sheet(found)


def test_a_construct_that_is_not_in_our_bank_has_a_question_too() -> None:
    found = of(wave(0, BEL=80, OWN=30))
    assert found.strength is not None
    foreign = replace(found, strength=replace(found.strength, id="LDR"))

    assert text("conversation.ask.BEL") in sheet(found)
    assert text("conversation.ask_any") in sheet(foreign)
    assert text("conversation.about.BEL") not in sheet(foreign)


@pytest.mark.parametrize(("first", "mean"), [(20, 27.5), (None, 35.0)])
def test_the_figure_of_a_theme_is_the_mean_of_its_shown_statements(
    first: float | None, mean: float
) -> None:
    (theme,) = of(publish(0, {**dict.fromkeys(ASKED, 80), "OWN1": first, "OWN2": 35})).themes

    assert (theme.id, theme.point.score) == ("OWN", mean)
