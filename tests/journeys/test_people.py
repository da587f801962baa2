"""Promises of the page of people: preview, then exactly that; people and units by hand."""

from dataclasses import replace
from io import BytesIO

import pytest
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Selectbox, TextInput
from xlsxwriter import Workbook  # type: ignore[import-untyped]

from pages.ui.choosing import find_people
from survey.organisation.structure import Unit
from tests import make
from tests.english import text
from tests.journeys import shipyard
from tests.journeys.conftest import Visitor
from tests.journeys.words import errors, words

CULTURE_AMP = (
    b"Name,Employee Id,Email,Manager Email,Mobile Phone Number\n"
    b"Ada Pine,a1,ada@x.org,,555\nBo Larch,b1,bo@x.org,ada@x.org,555\n"
)
ONE_MORE = b"person_id,name,email,language,unit,leads,active\nmia,Mia,mia@x.org,en,keel,,yes\n"


def people(yard: Visitor) -> AppTest:
    """The page, as HR opens it."""
    return yard.sign_in(shipyard.HR).open("hr/people.py")


def press(run: AppTest, label: str) -> AppTest:
    """Press the button with this label."""
    (button,) = (b for b in run.button if b.label == label)
    return button.click().run()


def change_unit(run: AppTest, unit: str, deed: str) -> AppTest:
    """Choose a unit and what happens to it."""
    run.selectbox(key="unit_chosen").select(unit).run()
    return run.radio(key="unit_deed").set_value(deed).run()


def test_a_file_of_another_tool_is_previewed_with_what_is_not_kept(yard: Visitor) -> None:
    """Which tool it is, where teams come from, who is new; and nothing has changed yet."""
    run = people(yard)
    before = yard.store.organisation().fingerprint
    run.radio(key="mode").set_value("partial")
    run.file_uploader(key="people_file").upload("amp.csv", CULTURE_AMP, "text/csv").run()

    said = words(run)
    assert "By its column names this is a file of Culture Amp." in said
    assert "neither read nor kept: Mobile Phone Number." in said
    preview = run.dataframe[0].value
    assert list(preview[text("people_change.what")]) == ["New", "New"]
    assert yard.store.organisation().fingerprint == before


def test_an_import_is_not_carried_out_when_somebody_changed_things_since(yard: Visitor) -> None:
    """It says so, shows what would change now, and does that at the next press."""
    run = people(yard)
    run.radio(key="mode").set_value("partial")
    run.file_uploader(key="people_file").upload("people.csv", ONE_MORE, "text/csv").run()
    other = yard.store.people()["keel-2"]
    make.keep_people(yard.store, [replace(other, name="Somebody Else")])

    press(run, text("people.do_import"))
    assert "Somebody changed the organisation since you looked" in words(run)
    assert "mia" not in yard.store.people()

    press(run, text("people.do_import"))
    assert yard.store.people()["mia"].unit == "keel"


def test_a_file_that_was_imported_is_kept_no_longer(
    yard: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server forgets it, and the page asks for another."""
    gone: list[str] = []
    forget = MemoryUploadedFileManager.remove_file

    def remove(manager: MemoryUploadedFileManager, session_id: str, file_id: str) -> None:
        gone.extend(file.name for file in manager.get_files(session_id, [file_id]))
        forget(manager, session_id, file_id)

    monkeypatch.setattr(MemoryUploadedFileManager, "remove_file", remove)
    run = people(yard)
    run.radio(key="mode").set_value("partial")
    run.file_uploader(key="people_file").upload("people.csv", ONE_MORE, "text/csv").run()
    assert gone == []

    press(run, text("people.do_import"))

    assert yard.store.people()["mia"].unit == "keel"
    assert gone == ["people.csv"]
    assert run.file_uploader(key="people_file_1").value is None


def test_one_person_is_changed_by_hand(yard: Visitor) -> None:
    """What was typed stays when it is refused, with the problem under the field's name."""
    run = people(yard)
    run.selectbox(key="person_chosen").select("keel-2").run()
    assert "The answers of Keel-2 count in Keel." in words(run)

    run.text_input[1].set_value("Kim")
    run.text_input[2].set_value("nowhere")
    press(run, text("people_change.keep"))
    assert "Mail: This is not an e-mail address." in errors(run)[0]
    assert run.text_input[1].value == "Kim"

    run.text_input[2].set_value("kim@boat.example")
    press(run, text("people_change.keep"))
    assert yard.store.people()["keel-2"].name == "Kim"


def test_somebody_in_an_open_wave_cannot_be_erased_yet(yard: Visitor) -> None:
    """And the button waits for a mark."""
    run = people(yard)
    run.selectbox(key="person_chosen").select("keel-2").run()
    (erase,) = (b for b in run.button if b.label == text("people_change.erase_do"))
    assert erase.disabled

    run.checkbox(key="sure-keel-2").check().run()
    press(run, text("people_change.erase_do"))

    assert "is asked in the wave" in errors(run)[0]
    assert "keel-2" in yard.store.people()


def test_a_unit_is_renamed_moved_merged_closed_and_opened_again(yard: Visitor) -> None:
    """One choice after the other, each said and done."""
    run = people(yard)
    change_unit(run, "flags", "rename")
    run.text_input(key="name-flags").set_value("Pennants")
    press(run, text("people_change.rename_do"))
    assert yard.store.units()["flags"].name == "Pennants"

    change_unit(run, "flags", "move")
    run.selectbox(key="unit_below").select("office").run()
    press(run, text("people_change.move_do"))
    assert yard.store.units()["flags"].parent == "office"

    change_unit(run, "flags", "close")
    press(run, text("people_change.close_do"))
    assert "There are people in “Pennants”." in errors(run)[0]

    change_unit(run, "flags", "merge")
    run.selectbox(key="unit_into").select("keel").run()
    assert "2 people move to Keel." in words(run)
    press(run, text("people_change.merge_do"))
    assert yard.store.units()["flags"].closed
    assert yard.store.people()["flags-1"].unit == "keel"

    run.selectbox(key="unit_chosen").select("flags").run()
    press(run, text("people_change.open_do"))
    assert not yard.store.units()["flags"].closed


def test_leaders_and_where_they_count_are_said_plainly(yard: Visitor) -> None:
    """A sentence for each."""
    said = words(people(yard))

    assert "**Keel-Lead** leads Keel; their own answers count in Hulls." in said
    assert "**Hulls-Lead** leads Hulls; their own answers count in Yard." in said


def test_of_many_people_those_looked_for_are_shown(
    yard: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By name, id, address or team; whoever fits can be changed."""
    monkeypatch.setattr("pages.ui.choosing.find_people.AT_ONCE", 3)
    run = people(yard)
    everybody = len(yard.store.people())

    assert f"The first 3 of {everybody} are here" in words(run)
    assert len(run.dataframe[-1].value) == len(run.selectbox(key="person_chosen").options) == 3
    run.text_input(key="people_find").set_value("FLAGS boat").run()
    assert list(run.dataframe[-1].value["Name"]) == ["Flags-1", "Flags-2"]
    assert run.selectbox(key="person_chosen").options == ["Flags-1 (flags-1)", "Flags-2 (flags-2)"]
    run.text_input(key="people_find").set_value("nobody at all").run()
    assert text("people.find_none") in words(run)


@pytest.mark.parametrize("words_", ["1984 team hulls", "HULLS tea 1984"])
def test_a_team_is_found_among_two_thousand_by_its_words_in_any_order(
    yard: Visitor, words_: str
) -> None:
    """By its name and those above it."""
    fleet = [Unit(f"t{n}", f"Team {n}", ("hulls", "office")[n % 2]) for n in range(2000)]
    make.keep_people(yard.store, [], units=fleet)
    run = people(yard)
    assert len(run.dataframe[0].value) == find_people.AT_ONCE

    run.text_input(key="units_find").set_value(words_).run()
    assert list(run.dataframe[0].value[text("people.unit")]) == ["Team 1984"]


def test_one_person_is_added_without_a_file(yard: Visitor) -> None:
    """What was typed stays when it is refused; once added, the fields are empty for the next."""
    run = people(yard)
    name, mail = (new_field(run, one) for one in ("name", "email"))
    name.set_value("Noor")
    mail.set_value("nowhere")
    new_unit(run).set_value("keel")
    press(run, text("people_add.do"))
    assert "Mail: This is not an e-mail address." in errors(run)[0]
    assert new_field(run, "name").value == "Noor"

    new_field(run, "email").set_value("noor@boat.example")
    press(run, text("people_add.do"))
    added = yard.store.people()["noor@boat.example"]
    assert (added.name, added.unit, added.active) == ("Noor", "keel", True)
    assert new_field(run, "name").value == ""
    assert yard.store.audit()[0].verb == "add person"


def new_field(run: AppTest, name: str) -> TextInput:
    """A field of the form for somebody new, which is the last on the page."""
    return [f for f in run.text_input if f.label == text(f"people_change.field.{name}")][-1]


def new_unit(run: AppTest) -> Selectbox[str]:
    """Where somebody new is."""
    return [f for f in run.selectbox if f.label == text("people_change.field.unit")][-1]


def test_a_small_organisation_is_there_as_a_whole(yard: Visitor) -> None:
    run = people(yard)

    assert len(run.dataframe[-1].value) == len(yard.store.people())
    assert "people_find" not in [field.key for field in run.text_input]


TWO_ROWS = (
    b"person_id,name,email,language,unit,leads,active\n"
    b"office-1,One,,en,office,,yes\n"
    b"office-3,Three,,en,office,,yes\n"
)


def test_a_file_of_two_rows_makes_nobody_inactive(yard: Visitor) -> None:
    """The page takes a file for only these people unless it is told that it names everybody."""
    run = people(yard)
    run.file_uploader(key="people_file").upload("two.csv", ONE_MORE, "text/csv").run()
    before = {key for key, person in yard.store.people().items() if person.active}

    press(run, text("people.do_import"))

    assert {key for key, person in yard.store.people().items() if person.active} == before | {"mia"}


def test_a_file_that_lets_almost_everybody_go_asks_for_their_number(yard: Visitor) -> None:
    """It says how many before anything is pressed, and a wrong number changes nothing."""
    run = people(yard)
    run.radio(key="mode").set_value("full")
    run.file_uploader(key="people_file").upload("two.csv", TWO_ROWS, "text/csv").run()
    assert "30 of the 32 people here would become inactive" in words(run)

    for typed in (None, 29):
        (field,) = run.number_input
        field.set_value(typed)
        press(run, text("people.do_import"))
        assert "30 of the 32 people here would become inactive" in errors(run)[0]
        assert yard.store.people_here() == 32

    run.number_input[0].set_value(30)
    press(run, text("people.do_import"))
    assert yard.store.people_here() == 2


def test_who_leaves_is_the_first_thing_shown(yard: Visitor) -> None:
    """By name above everything else, and first in the table of changes."""
    run = people(yard)
    run.radio(key="mode").set_value("full")
    run.file_uploader(key="people_file").upload("two.csv", TWO_ROWS, "text/csv").run()

    assert "30 of the 32 people here would become inactive" in run.warning[0].value
    assert "Keel" in run.warning[0].value
    what = list(run.dataframe[0].value[text("people_change.what")])
    assert what[:30] == [text("people_change.leaves")] * 30
    assert text("people_change.leaves") not in what[30:]


def test_of_several_sheets_one_is_chosen_on_the_page(yard: Visitor) -> None:
    """Nothing is read before; a sheet of units is no choice."""
    rows = [["Name", "Email", "Team"], ["Ada Pine", "ada@x.org", "keel"]]
    other = [["Name", "Email", "Team"], ["Bo Larch", "bo@x.org", "keel"]]
    run = people(yard)
    run.radio(key="mode").set_value("partial")
    file = sheets({"Read me": [["About"], ["this file"]], "Now": rows, "Then": other})
    run.file_uploader(key="people_file").upload("list.xlsx", file, XLSX).run()
    assert "several sheets with rows: “Read me”, “Now”, “Then”" in words(run)
    assert text("people.do_import") not in [button.label for button in run.button]

    box = next(box for box in run.selectbox if box.label == text("people_columns.sheet"))
    box.select("Then").run()

    assert "Bo Larch" in str(run.dataframe[0].value)
    assert "Ada Pine" not in str(run.dataframe[0].value)
    press(run, text("people.do_import"))
    assert "bo@x.org" in {person.email for person in yard.store.people().values()}


def sheets(named: dict[str, list[list[str]]]) -> bytes:
    """A workbook with these sheets."""
    file = BytesIO()
    with Workbook(file, {"in_memory": True}) as book:
        for name, rows in named.items():
            sheet = book.add_worksheet(name)
            for down, row in enumerate(rows):
                sheet.write_row(down, 0, row)
    return file.getvalue()


@pytest.mark.parametrize(
    ("others", "said"),
    [
        ((b"keel-1", b"office-3"), "your own way in"),
        ((b"keel-1", b"keel-2"), "Nobody would be left in HR"),
    ],
)
def test_a_file_that_locks_hr_out_has_no_button(
    yard: Visitor, others: tuple[bytes, bytes], said: str
) -> None:
    """It says why instead, as soon as the file is there."""
    file = TWO_ROWS
    for before, other in zip((b"office-1,", b"office-3,"), others, strict=True):
        file = file.replace(before, other + b",", 1)
    run = people(yard)
    run.radio(key="mode").set_value("full")
    run.file_uploader(key="people_file").upload("two.csv", file, "text/csv").run()

    assert said in errors(run)[0]
    assert text("people.do_import") not in [button.label for button in run.button]


def test_oneself_and_the_last_in_hr_cannot_be_taken_out_by_hand(yard: Visitor) -> None:
    """The mark at “Is here” and the button that erases are off, and say why."""
    run = people(yard)
    run.selectbox(key="person_chosen").select(shipyard.HR).run()

    (here,) = (box for box in run.checkbox if box.label == text("people_change.field.active"))
    assert here.disabled
    assert "your own way in" in words(run)
    assert text("people_change.erase_do") not in [button.label for button in run.button]
    run.text_input[1].set_value("Hanna")
    press(run, text("people_change.keep"))
    assert yard.store.people()[shipyard.HR].name == "Hanna"


def test_what_columns_mean_is_said_once_and_kept_for_the_next_file(yard: Visitor) -> None:
    """A list with names of its own is read as somebody says, and chosen by name next time."""
    run = people(yard)
    upload(run, STRANGE)
    assert errors(run)
    for label, column in (("name", "Who"), ("email", "Post"), ("unit", "Where")):
        named = text(f"people_columns.means.{label}")
        next(box for box in run.selectbox if box.label == named).select(column).run()
    assert list(run.dataframe[0].value[text("people_change.what")]).count("New") == 2
    next(f for f in run.text_input if f.label == text("people_columns.name")).set_value(
        "Ours"
    ).run()
    press(run, text("people_columns.keep"))
    assert list(yard.store.mappings("people")) == ["Ours"]

    run = people(yard)
    upload(run, STRANGE.replace(b"Ada", b"Eve"))
    assert errors(run)
    kept = next(box for box in run.selectbox if box.label == text("people_columns.kept"))
    kept.select("Ours").run()

    assert not errors(run)
    assert "Eve Pine" in str(run.dataframe[0].value)


def test_an_import_is_undone_from_the_page(yard: Visitor) -> None:
    """It says what would change, and everybody is as before."""
    before = yard.store.organisation().fingerprint
    run = people(yard)
    upload(run, ONE_MORE)
    press(run, text("people.do_import"))
    assert "mia" in yard.store.people()

    number = yard.store.imports_of_people()[0].number
    run.selectbox(key="undo_import").select(number).run()
    assert text("undo_people.removed", people=1, units=0) in words(run)
    press(run, text("undo_people.button"))

    assert yard.store.organisation().fingerprint == before


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
STRANGE = b"Who;Where;Post\nAda Pine;Crew;ada@x.org\nBo Larch;Crew;bo@x.org\n"


def upload(run: AppTest, file: bytes) -> None:
    """HR chooses a file of people."""
    run.radio(key="mode").set_value("partial")
    run.file_uploader(key="people_file").upload("list.csv", file, "text/csv").run()
