"""Promises of importing people and units: what is refused, what changes, and what never does."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from survey.errors import BadInput
from survey.imports.people import Mode, PeoplePlan, plan, read_people, summary
from survey.organisation.structure import Organisation, Person, Unit, home, in_tree_order

# How long one example takes says something about the machine, not about us.
UNTIMED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
NOBODY = Organisation({}, {})
TODAY = date(2026, 3, 2)
HEADER = "person_id,name,email,language,unit,leads,active\n"
UNITS = "unit,name,parent\nall,Everyone,\nsales,Sales,all\nlab,Lab,all\n"
NOW = Organisation(
    units={
        "all": Unit("all", "Everyone", None),
        "sales": Unit("sales", "Sales", "all"),
        "lab": Unit("lab", "Lab", "all"),
    },
    people={
        "p1": Person("p1", "Ada", "ada@example.org", "en", "sales", leads="sales"),
        "p2": Person("p2", "Bob", "bob@example.org", "nl", "sales"),
        "p3": Person("p3", "Cleo", "", "en", "lab"),
    },
)
NOW_AS_FILE = (
    HEADER + "p1,Ada,ada@example.org,en,sales,sales,yes\n"
    "p2,Bob,bob@example.org,nl,sales,,yes\np3,Cleo,,en,lab,,yes\n"
)


def planned(
    people: str,
    units: str | None = None,
    *,
    now: Organisation = NOBODY,
    mode: Mode = Mode.FULL,
) -> PeoplePlan:
    """The plan for files given as text."""
    wanted = read_people(people.encode(), None if units is None else units.encode(), today=TODAY)
    return plan(wanted, now, mode=mode)


def refused(
    people: str,
    units: str | None = None,
    *,
    now: Organisation = NOBODY,
    mode: Mode = Mode.FULL,
) -> list[str]:
    """Every problem for which files are refused."""
    with pytest.raises(BadInput) as refusal:
        planned(people, units, now=now, mode=mode)
    return [str(problem) for problem in refusal.value.problems]


# What is refused


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (",Ada,,en,lab,,", "row 2, person_id: This cell is empty, and must not be."),
        ("p\x07,Ada,,en,lab,,", "row 2, person_id: There are characters in here that cannot be"),
        ("p\u200b1,Ada,,en,lab,,", "row 2, person_id: There are characters in here that cannot"),
        (
            "p" * 101 + ",Ada,,en,lab,,",
            "row 2, person_id: This is 101 characters long; at most 100",
        ),
        ("p1," + "A" * 201 + ",,en,lab,,", "row 2, name: This is 201 characters long; at most 200"),
        ('p1,"A\nB",,en,lab,,', "row 2, name: There is a line break or another control character"),
        ("p1,Ada,ada,en,lab,,", "row 2, email: This is not an e-mail address. It should look like"),
        ("p1,Ada,a@b@c.org,en,lab,,", "row 2, email: This is not an e-mail address."),
        ("p1,Ada,ada@localhost,en,lab,,", "row 2, email: This is not an e-mail address."),
        ("p1,Ada,a b@c.org,en,lab,,", "row 2, email: This is not an e-mail address."),
        ("p1,Ada,a@" + "long." * 50 + "org,en,lab,,", "row 2, email: This is 255 characters long"),
        ("p1,Ada,,English,lab,,", "row 2, language: This is not a language code. Use one such as"),
        ("p1,Ada,,en,,,", "row 2, unit: This cell is empty, and must not be."),
        ("p1,Ada,,en,moon,,", "row 2, unit: There is no unit “moon” in the units file or in the"),
        ("p1,Ada,,en,Lab,,", "row 2, unit: There is no unit “Lab”"),
        ("p1,Ada,,en,mo\x07on,,", "row 2, unit: There are characters in here that cannot be seen"),
        ("p1,Ada,,en,lab,moon,", "row 2, leads: There is no unit “moon”"),
        ("p1,Ada,,en,lab,,maybe", "row 2, active: Write yes or no (true, false, 1 and 0 are"),
    ],
)
def test_a_wrong_cell_is_refused_with_its_row_and_column(row: str, problem: str) -> None:
    """One problem, at the one cell that is wrong."""
    problems = refused(HEADER + row + "\n", UNITS)

    assert len(problems) == 1
    assert problems[0].startswith(problem)


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (",Lab 2,all", "row 5, unit of the units file: This cell is empty, and must not be."),
        ("lab,Lab 2,all", "row 5, unit of the units file: “lab” is in row 4 already. One row for"),
        ("x," + "A" * 201 + ",all", "row 5, name of the units file: This is 201 characters long"),
        (
            "x,X,moon",
            "row 5, parent of the units file: There is no unit “moon” for “x” to be below",
        ),
        ("x,X,x", "row 5, parent of the units file: Units go round in a circle: “x” is below “x”."),
        ("x,X,", "row 5, parent of the units file: “x” has no parent, and neither has “all”. Only"),
    ],
)
def test_a_wrong_unit_is_refused_with_its_row_and_column(row: str, problem: str) -> None:
    """The place says that it is in the units file."""
    problems = refused(HEADER + "p1,Ada,,en,lab,,\n", UNITS + row + "\n")

    assert len(problems) == 1
    assert problems[0].startswith(problem)


def test_a_circle_of_units_is_said_once_with_all_of_it() -> None:
    """What hangs below the circle is not a problem of its own."""
    units = UNITS + "d,D,a\na,A,c\nb,B,a\nc,C,b\ne,E,c\n"

    assert refused(HEADER + "p1,Ada,,en,d,,\n", units) == [
        "row 6, parent of the units file: Units go round in a circle: "
        "“a” is below “c” is below “b” is below “a”."
    ]


def test_units_without_a_root_are_refused() -> None:
    """A tree needs one unit with nothing above it."""
    assert (
        "parent of the units file: No unit has an empty parent. Only one unit, the whole "
        "organisation, has no parent."
    ) in refused(HEADER + "p1,Ada,,en,a,,\n", "unit,name,parent\na,A,a\n")


def test_a_second_root_beside_the_one_we_have_is_refused() -> None:
    """Moving the root below a new one is possible; leaving two is not."""
    people = HEADER + "p1,Ada,,en,lab,,\n"
    new_top = "unit,name,parent\na_top,Top,\n"

    assert refused(people, new_top, now=NOW) == [
        "row 2, parent of the units file: “a_top” has no parent, and neither has “all”. "
        "Only one unit, the whole organisation, has no parent."
    ]
    assert (
        planned(people, new_top + "all,Everyone,a_top\n", now=NOW).result.units["all"].parent
        == "a_top"
    )


def test_missing_and_unknown_columns_are_all_named() -> None:
    """Before any row is looked at, and with what the columns should be."""
    with pytest.raises(BadInput) as refusal:
        read_people(b"person_id,Nome,email,unit\np1,Ada,,lab\n", None, today=TODAY)

    assert str(refusal.value) == (
        "The people file needs the columns person_id, name, email, unit, and may have language, "
        "leads, active. Without person_id it needs a name and an address, an id or a team. Files "
        "of BambooHR, Culture Amp, Google Workspace, HiBob, LimeSurvey, Microsoft Entra ID, "
        "Personio, Viva Glint, Workday and Workday Peakon are known by their own column names."
    )
    assert [str(problem) for problem in refusal.value.problems] == [
        "row 1, name: This column is missing.",
        "row 1, Nome: This column is not known here. Remove it, or correct its name.",
    ]


def test_missing_columns_of_the_units_file_are_named() -> None:
    """The sentence says which of the two files it is about."""
    with pytest.raises(BadInput, match=r"^The units file needs the columns unit, name, parent"):
        read_people(
            (HEADER + "p1,Ada,,en,lab,,\n").encode(),
            b"unit,name\nlab,Lab\n",
            today=TODAY,
        )


def test_a_people_file_without_people_is_refused() -> None:
    """A full import of nobody would make everybody inactive; that is never what was meant."""
    with pytest.raises(BadInput, match="There is nobody in the people file"):
        read_people(HEADER.encode(), None, today=TODAY)


def test_the_same_person_twice_is_refused() -> None:
    """The second row is the problem, and it names the first."""
    assert refused(HEADER + "p1,Ada,,en,lab,,\np2,Bob,,en,lab,,\np1,Ada,,en,lab,,\n", UNITS) == [
        "row 4, person_id: “p1” is in row 2 already. One row for each person."
    ]


def test_leading_two_units_is_refused() -> None:
    """It takes two rows to ask for it, and the sentence says why that cannot be."""
    assert refused(HEADER + "p1,Ada,,en,lab,lab,\np1,Ada,,en,lab,sales,\n", UNITS) == [
        "row 3, person_id: “p1” is in row 2 already. One row for each person. "
        "Nobody can lead two units: “lab” or “sales”?"
    ]


def test_two_leaders_of_one_unit_are_refused() -> None:
    """The second row is the problem, and it names the first leader."""
    assert refused(HEADER + "p1,Ada,,en,lab,lab,\np2,Bob,,en,lab,lab,\n", UNITS) == [
        "row 3, leads: “lab” already has a leader: Ada (p1), row 2. A unit has only one."
    ]


def test_a_leader_who_is_not_in_the_file_counts_too() -> None:
    """In a partial import the present leader stays, so a second one is refused."""
    assert refused(HEADER + "p2,Bob,,en,sales,sales,\n", now=NOW, mode=Mode.PARTIAL) == [
        "row 2, leads: “sales” already has a leader: Ada (p1), who is not in the people file. "
        "A unit has only one."
    ]


def test_the_same_address_twice_is_refused_whatever_its_capitals() -> None:
    """Empty addresses may stand as often as they like."""
    rows = "p1,Ada,Ada@Example.org,en,lab,,\np2,Bob,,en,lab,,\np3,Cleo,,en,lab,,\n"

    assert planned(HEADER + rows, UNITS).new_people
    assert refused(HEADER + rows + "p4,Dan,ada@example.ORG,en,lab,,\n", UNITS) == [
        "row 5, email: “ada@example.ORG” is already the address of Ada (p1), row 2. "
        "Everybody needs their own, or an empty cell."
    ]


def test_the_address_of_somebody_who_stays_is_refused() -> None:
    """In a full import they leave, and their address is free: a new id for the same person."""
    file = HEADER + "n2,Bob,bob@example.org,nl,sales,,\n"

    assert refused(file, now=NOW, mode=Mode.PARTIAL) == [
        "row 2, email: “bob@example.org” is already the address of Bob (p2), "
        "who is not in the people file. Everybody needs their own, or an empty cell."
    ]
    assert planned(file, now=NOW).result.people["n2"].active


def test_all_problems_of_both_files_are_said_at_once() -> None:
    """People first, row by row, then units: everything can be corrected in one go."""
    people = HEADER + "p1,Ada,ada,en,moon,,\np2,Bob,,en,lab,lab,perhaps\np3,Cleo,,en,lab,lab,\n"

    places = [problem.split(":")[0] for problem in refused(people, UNITS + "x,X,mars\nx,X,\n")]

    assert places == [
        "row 2, email",
        "row 2, unit",
        "row 3, active",
        "row 4, leads",
        "row 5, parent of the units file",
        "row 6, unit of the units file",
    ]


def test_the_refusal_counts_and_says_that_nothing_changed() -> None:
    """The sentence above the list."""
    with pytest.raises(BadInput) as refusal:
        planned(HEADER + "p1,Ada,ada,en,moon,,\n", UNITS)

    assert str(refusal.value) == (
        "The people cannot be imported: 2 problems were found, and nothing was changed. "
        "Correct what is listed and try again."
    )


# What is understood


YES, NO = ("yes", "TRUE", "1", ""), ("No", "false", "0")


@pytest.mark.parametrize(("said", "active"), [(y, True) for y in YES] + [(n, False) for n in NO])
def test_active_is_understood(said: str, active: bool) -> None:
    """Yes and no in three ways, in any capitals; an empty cell is a yes."""
    assert planned(HEADER + f"p1,Ada,,en,lab,,{said}\n", UNITS).new_people[0].active is active


@pytest.mark.parametrize(
    ("said", "kept"), [("", "en"), ("NL", "nl"), ("pt_br", "pt-BR"), ("de-CH", "de-CH")]
)
def test_language_codes_are_kept_in_one_way(said: str, kept: str) -> None:
    """HR systems write them in many."""
    assert planned(HEADER + f"p1,Ada,,{said},lab,,\n", UNITS).new_people[0].language == kept


def test_spaces_around_a_cell_and_ways_to_write_an_accent_do_not_matter() -> None:
    """The unit of the people file is found in the units file."""
    units = "unit,name,parent\ncafe\u0301,Café,\n"

    assert planned(HEADER + "p1, Ada ,,en, caf\u00e9 ,,\n", units).new_people == (
        Person("p1", "Ada", "", "en", "caf\u00e9"),
    )


def test_without_a_name_the_id_is_the_name() -> None:
    """For people and for units."""
    made = planned(HEADER + "p1,,,en,top,,\n", "unit,name,parent\ntop,,\n")

    assert made.new_people[0].name == "p1"
    assert made.new_units[0].name == "top"


def test_units_are_written_parents_first() -> None:
    """Whatever their order in the file."""
    units = "unit,name,parent\nteam,Team,area\narea,Area,all\nall,All,\n"

    assert [u.key for u in planned(HEADER + "p1,A,,en,team,,\n", units).units] == [
        "all",
        "area",
        "team",
    ]


def test_without_units_an_empty_organisation_gets_them_from_the_people() -> None:
    """Below one root of our own, and the plan says so."""
    made = planned(HEADER + "p1,Ada,,en,lab,,\np2,Bob,,en,lab,sales,\n")

    assert made.units == (
        Unit("organisation", "Organisation", None),
        Unit("lab", "lab", "organisation"),
        Unit("sales", "sales", "organisation"),
    )
    assert (
        "There are no units yet and no units file came: 2 units will be made from the people "
        "file, directly below one named “Organisation”."
    ) in summary(made)


def test_people_may_belong_to_the_root_that_is_made() -> None:
    """The name of our root is a name like any other."""
    made = planned(HEADER + "p1,Ada,,en,organisation,,\n")

    assert made.units == (Unit("organisation", "Organisation", None),)


def test_without_a_units_file_units_must_be_there_already() -> None:
    """Only an empty organisation gets its units from the people."""
    assert refused(HEADER + "p1,Ada,,en,moon,,\n", now=NOW) == [
        "row 2, unit: There is no unit “moon” in the organisation. "
        "Correct the name, or put the unit into the units file."
    ]


def test_the_examples_in_the_docs_are_read() -> None:
    """Whoever copies them gets what they say."""
    text = (Path(__file__).parents[2] / "docs" / "file-formats.md").read_text("utf-8")
    people_file, units_file = text.split("```csv\n")[1:3]
    made = planned(people_file.split("```")[0], units_file.split("```")[0])

    assert [unit.key for unit in made.units] == ["all", "management", "harbour"]
    assert made.new_people == (
        Person("1001", "Ada Pine", "ada@example.org", "en", "management", "harbour"),
        Person("1002", "Bo Larch", "bo@example.org", "nl", "harbour"),
        Person("1003", "Cleo Ash", "", "en", "harbour", active=False),
    )


# What changes


def test_full_makes_whoever_is_not_in_the_file_inactive() -> None:
    """They stay on record, and lead nothing any more."""
    made = planned(HEADER + "p2,Bob,bob@example.org,nl,sales,sales,yes\n", now=NOW)

    assert made.leaving == (
        replace(NOW.people["p1"], active=False, leads=None),
        replace(NOW.people["p3"], active=False),
    )
    assert made.result.people.keys() == NOW.people.keys()
    assert made.people == (replace(NOW.people["p2"], leads="sales"), *made.leaving)


def test_partial_changes_only_what_is_in_the_file() -> None:
    """One row, one change."""
    made = planned(HEADER + "p3,Cleo,,en,sales,,\n", now=NOW, mode=Mode.PARTIAL)

    assert made.people == (replace(NOW.people["p3"], unit="sales"),)
    assert made.changed_people[0].what == ("unit",)
    assert made.result.people == {**NOW.people, "p3": replace(NOW.people["p3"], unit="sales")}


def test_somebody_may_be_let_go_by_name_in_a_partial_import() -> None:
    """A row that says active no."""
    made = planned(
        HEADER + "p1,Ada,ada@example.org,en,sales,sales,no\n", now=NOW, mode=Mode.PARTIAL
    )

    assert made.leaving == (replace(NOW.people["p1"], active=False, leads=None),)


@pytest.mark.parametrize("mode", Mode)
def test_without_the_column_leads_nobody_stops_leading(mode: Mode) -> None:
    """A column that is not there says nothing."""
    file = "person_id,name,email,language,unit\np1,Ada,ada@example.org,en,lab\n"

    assert planned(file, now=NOW, mode=mode).result.people["p1"].leads == "sales"


def test_without_the_column_active_a_full_file_brings_people_back() -> None:
    """It lists who is here; a partial one lets them be and says so."""
    left = replace(NOW.people["p2"], active=False)
    now = Organisation(NOW.units, {**NOW.people, "p2": left})
    file = "person_id,name,email,language,unit\np2,Bob,bob@example.org,nl,sales\n"

    assert planned(file, now=now).result.people["p2"].active
    partial = planned(file, now=now, mode=Mode.PARTIAL)
    assert partial.result.people["p2"] == left
    assert (
        "In the people file, but they left earlier and stay inactive: Bob (p2). "
        "Add the column active with yes to bring them back."
    ) in partial.warnings


def test_units_that_are_not_in_the_file_stay() -> None:
    """In both modes, and the plan names them."""
    made = planned(NOW_AS_FILE, "unit,name,parent\nall,Everyone,\nlab,Lab 1,all\n", now=NOW)

    assert made.units == (Unit("lab", "Lab 1", "all"),)
    assert made.result.units["sales"] == NOW.units["sales"]
    assert "Units are never removed. Not in the units file and staying: “Sales”." in made.warnings


# What is said


def test_the_summary_counts_and_names() -> None:
    """Who leaves first of all, how many, what changes, and what to know."""
    file = (
        HEADER
        + "p1,Ada,ada@example.org,en,lab,,\np2,Bob,bob@example.org,nl,sales,,\np4,Di,,en,lab,,\n"
    )

    assert summary(planned(file, now=NOW)) == [
        "Leaves: Cleo (p3).",
        "Units: 0 new, 0 changed, 3 as before.",
        "People: 1 new, 1 changed, 1 leaving, 1 as before.",
        "Full import: whoever is not in the file becomes inactive. Nobody is deleted.",
        "Changes: Ada (p1): unit from sales to lab; leads from sales to nothing.",
        "Without an e-mail address, so they need their link on paper or by hand: Di (p4).",
        "With fewer than 4 people, so they get no figures of their own and their answers count "
        "further up: “Lab”, “Sales”.",
    ]


def test_a_leader_of_a_team_of_one_is_a_warning() -> None:
    """Their one person's answers count further up; the leader should know before."""
    warnings = planned(NOW_AS_FILE, now=NOW).warnings

    assert "Leading a team of one: Ada (p1)." in warnings


def test_a_leader_of_nobody_is_no_leader_of_a_team_of_one() -> None:
    """Their team is being built, or their people come with the next file."""
    people = HEADER + "p1,Ada,,en,lab,lab,\n"

    assert not any("team of one" in said for said in planned(people, UNITS).warnings)


def test_a_leader_of_an_area_with_one_person_at_its_top_is_none() -> None:
    """The area has teams below it."""
    people = HEADER + "p1,Ada,,en,all,all,\np2,Bob,,en,lab,,\n"

    assert not any("team of one" in said for said in planned(people, UNITS).warnings)


def test_four_people_are_no_small_team() -> None:
    """The smallest group that can ever have figures."""
    people = HEADER + "".join(f"p{i},P,,en,lab,,\n" for i in range(4))

    assert not any("fewer than" in said for said in planned(people, UNITS).warnings)


def test_long_lists_are_cut_and_counted() -> None:
    """The dry run of a whole company fits a screen."""
    people = {f"p{i}": Person(f"p{i}", "P", "", "en", "lab") for i in range(1000)}
    sentences = summary(planned(HEADER + "n,New,,en,lab,,\n", now=Organisation(NOW.units, people)))

    assert len(sentences) < 40
    assert "… and 980 more like these." in sentences


# What holds for every organisation and every file

IDS = st.sampled_from([f"p{i}" for i in range(8)])
TEAMS = st.sampled_from(["t1", "t2", "t3"])
TREE = {
    "root": Unit("root", "Root", None),
    **{key: Unit(key, key, "root") for key in ("t1", "t2", "t3")},
}


@st.composite
def people(draw: st.DrawFn) -> dict[str, Person]:
    """Some people of a small organisation; each unit has one leader at most."""
    found: dict[str, Person] = {}
    leading: set[str] = set()
    for key in draw(st.lists(IDS, unique=True, min_size=1)):
        active, leads = draw(st.booleans()), draw(st.none() | TEAMS)
        leads = None if leads in leading or not active else leads
        leading |= {leads} if leads else set()
        email = draw(st.sampled_from(["", f"{key}@example.org"]))
        found[key] = Person(
            key, draw(st.sampled_from("AB")), email, "en", draw(TEAMS), leads, active
        )
    return found


def file_of(found: Sequence[Person]) -> str:
    """The people file that names these people."""
    out = StringIO()
    rows = ([p.key, p.name, p.email, p.language, p.unit, p.leads, p.active] for p in found)
    csv.writer(out).writerows(rows)
    return HEADER + out.getvalue()


def two_lead_one_unit(found: Iterable[Person]) -> bool:
    """Whether some unit has more than one active leader."""
    led = [p.leads for p in found if p.active and p.leads]
    return len(set(led)) < len(led)


@UNTIMED
@given(people(), people(), st.sampled_from(Mode))
def test_the_result_is_what_was_asked_and_asking_again_changes_nothing(
    before: dict[str, Person], asked: dict[str, Person], mode: Mode
) -> None:
    """Everybody in the file is as the file says; a second plan finds nothing to do."""
    file, now = file_of(list(asked.values())), Organisation(TREE, before)
    if mode is Mode.PARTIAL and two_lead_one_unit({**before, **asked}.values()):
        assert all("already has a leader" in said for said in refused(file, now=now, mode=mode))
        return
    made = planned(file, now=now, mode=mode)
    written = {**before, **{person.key: person for person in made.people}}

    assert written == made.result.people
    assert {key: written[key] for key in asked} == asked
    assert planned(file, now=Organisation(TREE, written), mode=mode).nothing_to_do


@UNTIMED
@given(people(), people())
def test_a_full_import_ends_with_the_file_and_forgets_nobody(
    before: dict[str, Person], asked: dict[str, Person]
) -> None:
    """Active afterwards: exactly whom the file calls active. On record: everybody ever."""
    result = planned(file_of(list(asked.values())), now=Organisation(TREE, before)).result

    assert {p.key for p in result.people.values() if p.active} == {
        p.key for p in asked.values() if p.active
    }
    assert result.people.keys() == before.keys() | asked.keys()


@UNTIMED
@given(people(), st.lists(st.tuples(IDS, TEAMS), min_size=1, unique_by=lambda row: row[0]))
def test_a_partial_import_never_loses_anybody(
    before: dict[str, Person], moves: list[tuple[str, str]]
) -> None:
    """Whoever is not in the file is untouched, and nobody in it becomes inactive."""
    file = "person_id,name,email,language,unit\n" + "".join(f"{k},N,,en,{t}\n" for k, t in moves)
    made = planned(file, now=Organisation(TREE, before), mode=Mode.PARTIAL)

    assert made.leaving == ()
    assert all(
        made.result.people[key] == person
        for key, person in before.items()
        if key not in dict(moves)
    )


ANY_CELL = st.text(max_size=6)


def often(*values: str) -> st.SearchStrategy[str]:
    """One of these nine times in ten, else anything."""
    return st.integers(0, 9).flatmap(lambda n: st.sampled_from(values) if n else ANY_CELL)


PERSON_ROWS = st.tuples(
    often("p1", "p2", "p7"),
    often("Ada", ""),
    often("", "a@b.org", "c@d.org"),
    often("en", ""),
    often("all", "lab", "x"),
    often("", "", "lab", "x"),
    often("yes", "no", ""),
)
UNIT_ROWS = st.tuples(often("all", "lab", "x", "y"), often("A", ""), often("", "all", "lab", "x"))


def text_of(header: str, rows: Sequence[tuple[str, ...]]) -> str:
    """A file with these rows."""
    out = StringIO(newline="")
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows(rows)
    return header + out.getvalue()


@UNTIMED
@given(
    st.lists(PERSON_ROWS, min_size=1, max_size=3),
    st.none() | st.lists(UNIT_ROWS, max_size=3),
    st.sampled_from([NOBODY, NOW]),
    st.sampled_from(Mode),
)
def test_any_cells_give_a_tree_with_people_in_it_or_bad_input(
    rows: list[tuple[str, ...]],
    units: list[tuple[str, ...]] | None,
    now: Organisation,
    mode: Mode,
) -> None:
    """Whatever stands in the cells: a consistent organisation, or a refusal with its places."""
    people_file = text_of(HEADER, rows)
    units_file = None if units is None else text_of("unit,name,parent\n", units)
    try:
        result = planned(people_file, units_file, now=now, mode=mode).result
    except BadInput:
        return

    assert len(in_tree_order(result.units)) == len(result.units)
    assert sum(unit.parent is None for unit in result.units.values()) == 1
    assert all(person.unit in result.units for person in result.people.values())
    assert not two_lead_one_unit(result.people.values())
    assert all(home(person, result.units) in result.units for person in result.people.values())


@UNTIMED
@given(st.binary(max_size=100), st.none() | st.binary(max_size=100))
def test_any_bytes_are_people_or_bad_input(file: bytes, units: bytes | None) -> None:
    """No other error ever comes out."""
    try:
        wanted = read_people(file, units, today=TODAY)
    except BadInput:
        return

    assert wanted.people
