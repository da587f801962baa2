"""Promises of the page for past waves: an export becomes a wave in six steps, and not before."""

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from survey.waves.wave import State
from tests import make
from tests.english import text
from tests.histories.makers import LABELS, SECRETS, Said, Sheet, limesurvey_codes, plain, qualtrics
from tests.imports import kinds
from tests.imports.test_cases import RIGHT
from tests.journeys import shipyard
from tests.journeys.conftest import Visitor
from tests.journeys.words import elements, errors, words

ASKS = shipyard.instrument()
SIGN = ASKS.signs[0].id
LOOK, BRING = text("history.look"), text("history.bring")


def answered(units: dict[str, int]) -> list[Said]:
    """People of these units, most of whom agree; some give the lowest answer, some the highest."""
    return [
        Said(
            unit,
            dict.fromkeys((i.id for i in ASKS.statements), (1, 4, 5)[n % 3]),
            frozenset({SIGN}),
        )
        for unit, many in units.items()
        for n in range(many)
    ]


def opened(yard: Visitor, sheet: Sheet, *, instrument: str = "short") -> AppTest:
    """HR has chosen a file, and the questions that were asked."""
    run = yard.sign_in(shipyard.HR).open("hr/history.py")
    run.file_uploader[0].upload("export.csv", sheet.text(separator=";", bom=True), "text/csv").run()
    if errors(run):
        return run
    choose(run, text("history.instrument"), instrument)
    return run.run()


def choose(run: AppTest, label: str, value: object) -> None:
    """Choose in the first box of this label."""
    boxed(run, label).set_value(value)


def boxed(run: AppTest, label: str):  # type: ignore[no-untyped-def]
    """The first box of this label."""
    return next(box for box in run.selectbox if box.label.replace("\\", "") == label)


def fill(run: AppTest, *, key: str = "2024-03", name: str = "Spring 2024") -> AppTest:
    """Give the wave a name and its days."""
    field(run, "history.name").set_value(name)
    field(run, "history.key").set_value(key)
    run.date_input[0].set_value(date(2024, 3, 1))
    run.date_input[1].set_value(date(2024, 3, 20))
    return press(run, LOOK)


def field(run: AppTest, key: str):  # type: ignore[no-untyped-def]
    """The text field of a label."""
    return next(one for one in run.text_input if one.label == text(key))


def press(run: AppTest, label: str) -> AppTest:
    """Press the button of a label."""
    return next(button for button in run.button if button.label == label).click().run()


def offered(run: AppTest) -> bool:
    """Whether the wave can be brought now."""
    return BRING in [button.label for button in run.button]


def test_hr_brings_an_export_in_six_steps(yard: Visitor) -> None:
    """What is dropped is said first; nothing is kept until the end; then it is in the trends."""
    before = yard.store.waves()
    run = opened(yard, limesurvey_codes(answered({"keel": 9, "Deck": 12}), ASKS))
    assert text("history.tool.limesurvey") in words(run)
    assert "Rows of people who finished: 21." in words(run)
    assert "Dropped (what tells one person's row from the others): “id”, “token”." in words(run)
    assert not offered(run)

    fill(run)
    said = words(run)
    assert "“G01Q01[SCO1]” is SCO1, “I feel at home in my own team.”" in said
    assert "“Spring 2024” (2024-03), from 1 March 2024 to 20 March 2024." in said
    assert "keel: 9 answered, 9 invited." in said
    assert yard.store.waves() == before
    assert not [secret for secret in SECRETS if secret in str(elements(run)) + said]

    press(run, BRING)

    assert not errors(run)
    assert text("history.published", wave="Spring 2024") in words(run)
    wave = yard.store.wave("2024-03")
    assert (wave.state, wave.replay) == (State.PUBLISHED, True)
    assert str(wave.closed_on("UTC")) == "2024-03-20"
    latest = yard.open("team/trends.py", unit="keel").dataframe[0].value
    assert "Spring 2024" in list(latest["Wave"])


def test_a_statement_in_two_columns_and_one_on_another_scale_are_said_on_the_page(
    yard: Visitor,
) -> None:
    """What is unlike the rest is asked for, shown as it will be read, and brought like that."""
    ids = [item.id for item in ASKS.statements]
    rows = [["keel", *[str((1, 4, 5)[n % 3])] * len(ids), ""] for n in range(9)]
    for n, row in enumerate(rows):
        row[1] = str((0, 7, 10)[n % 3])
        if n % 2:
            row[2], row[-1] = "", row[2]
    run = opened(yard, Sheet(["Team", *ids, "Asked later"], rows))
    assert text("history.unlike_looks", items=ids[0]) in words(run)

    for what, item in (("in_more", ids[1]), ("on_own", ids[0])):
        next(b for b in run.multiselect if b.label == text(f"history.{what}")).select(item)
    run.run()
    next(b for b in run.multiselect if b.label.startswith("More columns")).select("Asked later")
    own = text("history.own_scale", item=ids[0])
    next(one for one in run.text_input if one.label == own).set_value("0-10")
    fill(run)

    said = words(run)
    assert f"“{ids[1]}” and “Asked later” is {ids[1]}" in said
    assert f"The answers to {ids[0]} go from 0-10" in said
    press(run, BRING)
    assert not errors(run)
    cells = yard.store.cells(waves=[yard.store.wave("2024-03").id], units=["keel"])
    assert ids[0] in {cell.measure for cell in cells if cell.shown}


def taken_back(yard: Visitor) -> AppTest:
    """HR takes back the only past wave there is."""
    run = yard.sign_in(shipyard.HR).open("hr/history.py")
    assert [box.key for box in run.selectbox] == ["withdraw_which"]
    run.selectbox[0].select("2024-03")
    field(run, "history.withdraw_reason").set_value("wrong column")
    return press(run, text("history.withdraw_yes"))


def test_a_past_wave_that_only_hr_has_read_is_removed_on_the_page(yard: Visitor) -> None:
    """HR looks at its figures, and it goes as if it had never been; then it may come again."""
    press(fill(opened(yard, limesurvey_codes(answered({"keel": 9}), ASKS))), BRING)
    latest = yard.open("team/trends.py", unit="keel").dataframe[0].value
    assert "Spring 2024" in list(latest["Wave"])
    page = words(yard.open("hr/history.py"))
    assert text("history.go_whole", waves="Spring 2024") in page

    run = taken_back(yard)

    assert not errors(run)
    assert text("history.large.none") in words(run)
    assert "2024-03" not in {wave.key for wave in yard.store.waves()}
    press(fill(opened(yard, limesurvey_codes(answered({"keel": 9}), ASKS))), BRING)
    assert "2024-03" in {wave.key for wave in yard.store.waves()}


def test_a_past_wave_that_somebody_else_opened_is_withdrawn_on_the_page(yard: Visitor) -> None:
    """Nothing shows it any more, and its publication stays."""
    press(fill(opened(yard, limesurvey_codes(answered({"keel": 9}), ASKS))), BRING)
    yard.sign_in(shipyard.MEMBER).open("team/trends.py", unit="keel")

    assert not errors(taken_back(yard))

    latest = yard.open("team/trends.py", unit="keel").dataframe[0].value
    assert "Spring 2024" not in list(latest["Wave"])
    assert text("history.is_withdrawn", waves="Spring 2024") in words(yard.open("hr/history.py"))


def test_what_was_changed_since_must_be_seen_again(yard: Visitor) -> None:
    """Exactly what was shown is brought."""
    run = fill(opened(yard, qualtrics(answered({"keel": 9}), ASKS)))
    assert offered(run)

    choose(run, text("history.unit_column"), "")
    run.run()

    assert not offered(run)
    assert text("history.stale", look=LOOK) in words(run)
    assert offered(press(run, LOOK))
    assert "yard: 9 answered, 9 invited." in words(run)


@pytest.mark.parametrize(
    ("key", "name", "said"),
    [
        ("2024-03", " ", "name: give the wave a name"),
        (shipyard.LAST_WAVE, "Spring", "There is a wave “2026-04” already"),
    ],
)
def test_what_cannot_be_is_said_and_what_was_typed_stays(
    yard: Visitor, key: str, name: str, said: str
) -> None:
    """Nothing can be brought then."""
    before = yard.store.waves()
    run = fill(opened(yard, qualtrics(answered({"keel": 9}), ASKS)), key=key, name=name)

    assert said in errors(run)[0]
    assert field(run, "history.key").value == key
    assert not offered(run)
    assert yard.store.waves() == before


def test_a_unit_that_is_not_known_waits_for_a_choice(yard: Visitor) -> None:
    """It may be a unit here, a new one, or be left out."""
    run = fill(opened(yard, qualtrics(answered({"keel": 9, "Moon": 6}), ASKS)))
    assert "“Moon” is no unit here" in errors(run)[0]

    choose(run, text("history.unit_of", value="Moon"), "")
    press(run, LOOK)

    assert not errors(run)
    assert "Rows not taken because their unit is left out: 6" in words(run)
    assert offered(run)


def test_seven_steps_become_five_only_as_somebody_says(yard: Visitor) -> None:
    """No box is filled in; what is said is shown before it is done."""
    people = [
        Said("keel", dict.fromkeys((item.id for item in ASKS.statements), 1 + n % 5))
        for n in range(9)
    ]
    sheet = limesurvey_codes(people, ASKS)
    for row in sheet.rows:
        row[10:20] = ["7" if cell == "5" else cell for cell in row[10:20]]
    run = opened(yard, sheet)
    boxes = [box for box in run.selectbox if box.label.endswith("becomes")]
    assert [box.value for box in boxes] == [None] * 7
    assert text("history.no_scale") in errors(fill(run))[0]

    for step, point in zip("1234567", (1, 2, 2, 3, 4, 4, 5), strict=True):
        choose(run, text("history.step_becomes", value=step), point)
    press(run, LOOK)

    assert "“6” = 4, “7” = 5" in words(run)
    assert offered(run)


def test_what_a_file_does_not_say_waits_for_a_choice(yard: Visitor) -> None:
    """The unit, how many steps there were, and which row counts of somebody who has several."""
    people = [
        Said("", dict.fromkeys((item.id for item in ASKS.statements), 1 + n % 4)) for n in range(12)
    ]
    sheet = plain(people, ASKS)
    sheet.header[1] = "Crew"
    sheet.rows[-1][0] = sheet.rows[0][0]
    run = opened(yard, sheet)
    assert boxed(run, text("history.unit_column")).value is None
    assert boxed(run, text("history.repeats", rows=1)).value is None
    assert run.radio[0].value is None
    assert text("history.scale_unclear") in words(run)
    refused = errors(fill(run))[0]
    assert text("history.no_scale") in refused
    assert text("history.no_unit") in refused

    choose(run, text("history.unit_column"), "")
    run.radio[0].set_value("four").run()
    for step, point in zip("1234", (1, 2, 4, 5), strict=True):
        choose(run, text("history.step_becomes", value=step), point)
    assert "more than one row: 1, in 2 rows" in errors(press(run, LOOK))[0]
    assert not offered(run)

    choose(run, text("history.repeats", rows=1), "last")
    press(run, LOOK)

    assert "yard: 11 answered, 11 invited." in words(run)
    assert "“3” = 4, “4” = 5" in words(run)
    assert offered(run)


def test_a_saved_mapping_fills_in_the_next_export(yard: Visitor) -> None:
    """Columns, words and units are there again; another tool's file says what is missing."""
    words_of = "\n".join(f'"{label.upper()}" = {n}' for n, label in enumerate(LABELS, 1))
    columns = "\n".join(f'"{item.id}" = "Q1_{n}"' for n, item in enumerate(ASKS.statements, 1))
    said = 'instrument = "short"\nunit_column = "Team"\n[units]\n"x" = "deck"\n'
    said += f"[statements]\n{columns}\n[scale]\n{words_of}\n"
    run = yard.sign_in(shipyard.HR).open("hr/history.py")
    file = qualtrics(answered({"x": 9}), ASKS).text()
    run.file_uploader[0].upload("export.csv", file, "text/csv")
    run.file_uploader[1].upload("mapping.toml", said.encode(), "application/toml").run()

    fill(run)

    assert not errors(run)
    assert "deck: 9 answered, 9 invited." in words(run)
    run.file_uploader[1].upload("mapping.toml", b"colour = 1", "application/toml").run()
    assert text("history.toml_refused") in errors(run)[0]


@pytest.mark.parametrize("file", [b"", b"Timestamp\n", b'a,b\n"1', b"PK\x03\x04 not a workbook"])
def test_a_file_that_cannot_be_read_is_refused_in_a_sentence(yard: Visitor, file: bytes) -> None:
    """And no further step is shown."""
    run = yard.sign_in(shipyard.HR).open("hr/history.py")

    run.file_uploader[0].upload("export.csv", file, "text/csv").run()

    assert len(errors(run)) == 1
    assert not run.selectbox


def test_an_import_that_was_cut_off_is_said_and_undone(yard: Visitor) -> None:
    """It stands on top of the page until somebody does something about it."""
    wave = make.plan(yard.store, "cut", replay=True)
    run = yard.sign_in(shipyard.HR).open("hr/history.py")
    assert text("history.cut_off", wave="Wave cut", key="cut") in str(elements(run))

    run.button(key=f"undo-{wave.id}").click().run()

    assert "cut" not in {wave.key for wave in yard.store.waves()}
    assert text("history.undo") not in [button.label for button in run.button]


def test_which_sheet_and_which_wave_are_asked_on_the_page(yard: Visitor) -> None:
    """The next steps come once somebody chose."""
    for file, name in ((kinds.two_sheets(), "Responses"), (kinds.two_waves(), "Spring 2024")):
        run = yard.sign_in(shipyard.HR).open("hr/history.py")
        run.file_uploader[0].upload("export.xlsx", file, "text/csv").run()
        assert not offered(run)
        asked = next(box for box in run.selectbox if name in box.options)

        asked.select(name).run()

        assert text("history.step_mapping") in words(run)
        assert "Rows of people who finished: 12." in words(run)


@pytest.mark.parametrize("case", RIGHT)
def test_a_file_of_each_kind_comes_as_far_on_the_page_as_by_command(
    yard: Visitor, case: str
) -> None:
    """What only somebody can know is asked; then its columns, and nothing is brought unseen."""
    right, before = RIGHT[case], yard.store.waves()
    run = yard.sign_in(shipyard.HR).open("hr/history.py")
    run.file_uploader[0].upload("export.csv", right.make(), "text/csv").run()
    for known in (right.reading.sheet, *right.reading.only.values()):
        asked = [box for box in run.selectbox if known in box.options]
        run = asked[0].select(known).run() if asked else run

    said = words(run)
    assert errors(run) == []
    assert text("history.step_mapping") in said
    assert [told for told in right.told if told not in said.replace("\\", "")] == []
    assert not offered(run)
    assert yard.store.waves() == before


def test_what_was_said_is_kept_under_a_name_for_the_next_export(yard: Visitor) -> None:
    """Chosen by its name, it fills in the steps; a wave that it lacks is asked again."""
    run = opened(yard, qualtrics(answered({"x": 9}), ASKS))
    choose(run, text("history.unit_of", value="x"), "deck")
    run = fill(run)
    next(f for f in run.text_input if f.key == "history_keep_name").set_value("Ours").run()
    press(run, text("people_columns.keep"))
    assert list(yard.store.mappings("answers")) == ["Ours"]

    run = yard.sign_in(shipyard.HR).open("hr/history.py")
    file = qualtrics(answered({"x": 9}), ASKS).text()
    run.file_uploader[0].upload("export.csv", file, "text/csv").run()
    run.selectbox(key="history_kept").select("Ours").run()
    fill(run)

    assert not errors(run)
    assert "deck: 9 answered, 9 invited." in words(run)
