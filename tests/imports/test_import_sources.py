"""Promises of people files of other tools: known by their columns, what is needed kept, no more."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.errors import BadInput
from survey.imports.days import days
from survey.imports.languages import language_tag
from survey.imports.people import Mode, PeoplePlan, plan, read_people, summary
from survey.imports.source_tools import tools
from survey.organisation.structure import Organisation, Person, Unit, in_tree_order

NOBODY = Organisation({}, {})
TODAY = date(2026, 3, 2)
CULTURE_AMP = (
    "Name,Preferred Name,Employee Id,Email,Date of Birth,Start Date,End Date,Language,"
    "Manager Email,Timezone,Mobile Phone Number,Manager,Job Title,Department,Division,Country,"
    "Location\n"
    "Adelheid Pine,Ada Pine,1001,ada@x.org,1970-01-01,2001-01-01,,English (UK),,UTC,555,,CEO,"
    "Board,Head,NL,Here\n"
    "Bo Larch,,1002,bo@x.org,1980-01-01,2010-01-01,,Dutch,Ada@x.org,UTC,555,Ada,Head,"
    "Ships,Yard,NL,Here\n"
    "Cleo Ash,,1003,cleo@x.org,1990-01-01,2020-01-01,2026-03-01,de,bo@x.org,UTC,555,Bo,Smith,"
    "Ships,Yard,NL,Here\n"
    "Dan Elm,,1004,dan@x.org,1990-01-01,2020-01-01,2026-03-02,Klingon,bo@x.org,UTC,555,Bo,Smith,"
    "Ships,Yard,NL,Here\n"
)
PEAKON = (
    "First name,Last name,Email,Employee ID,Phone,Language,Timezone,Department\n"
    "Ada,Pine,ada@x.org,1001,555,en,UTC,Board\n"
    "Bo,Larch,bo@x.org,1002,555,nl,UTC,Ships\n"
)
GLINT = (
    "Status,First Name,Last Name,Employee ID,Email,Manager ID,Grade\n"
    "ACTIVE,Ada,Pine,1001,ada@x.org,,9\n"
    "Active,Bo,Larch,1002,bo@x.org,1001,8\n"
    "INACTIVE,Cleo,Ash,1003,cleo@x.org,1001,7\n"
)
LIMESURVEY = "firstname,lastname,email\nAda,Pine,ada@x.org\nBo,Larch,Bo@X.org\n"


def planned(
    file: str, *, now: Organisation = NOBODY, mode: Mode = Mode.FULL, units: str | None = None
) -> PeoplePlan:
    """The plan for a people file given as text."""
    wanted = read_people(file.encode(), units.encode() if units else None, today=TODAY)
    return plan(wanted, now, mode=mode)


def refused(file: str, *, now: Organisation = NOBODY) -> list[str]:
    """Every problem for which a file is refused."""
    with pytest.raises(BadInput) as refusal:
        planned(file, now=now)
    return [str(problem) for problem in refusal.value.problems]


def test_a_culture_amp_file_is_people_in_the_teams_of_their_managers() -> None:
    """Whoever leads nobody is in a team; the one at the top leads the whole organisation."""
    result = planned(CULTURE_AMP).result

    ada, bo, cleo, dan = result.people.values()
    (team,) = set(result.units) - {"organisation"}
    assert result.units[team] == Unit(team, "Team of Bo Larch", "organisation")
    assert ada == Person("1001", "Ada Pine", "ada@x.org", "en", "organisation", "organisation")
    assert bo == Person("1002", "Bo Larch", "bo@x.org", "nl", "organisation", team)
    assert dan == Person("1004", "Dan Elm", "dan@x.org", "en", team)
    assert (cleo.language, cleo.active) == ("de", False)


def test_the_preview_says_how_a_file_was_read_and_what_is_not_kept() -> None:
    """Which tool, where teams come from, which columns are dropped."""
    assert summary(planned(CULTURE_AMP))[:4] == [
        "By its column names this is a file of Culture Amp.",
        "Teams come from the column Manager Email: whoever others report to leads a team, and "
        "counts in the one above.",
        "Not needed, so neither read nor kept: Date of Birth, Start Date, Timezone, Mobile Phone "
        "Number, Manager, Job Title, Department, Division, Country, Location.",
        "Languages that are not known here, so en is taken: Klingon.",
    ]


def test_nothing_of_a_dropped_column_is_in_the_plan() -> None:
    """No date of birth, no telephone number, no job title."""
    said = repr(planned(CULTURE_AMP))

    assert not [word for word in ("1970", "555", "CEO", "Smith") if word in said]


def test_a_culture_amp_file_without_managers_gives_divisions_and_departments() -> None:
    """A column of managers that is empty decides nothing."""
    file = CULTURE_AMP.replace("Ada@x.org", "").replace("bo@x.org,UTC", ",UTC")
    result = planned(file).result

    assert [(u.key, u.name, u.parent) for u in in_tree_order(result.units)] == [
        ("organisation", "Organisation", None),
        ("Head", "Head", "organisation"),
        ("Head / Board", "Board", "Head"),
        ("Yard", "Yard", "organisation"),
        ("Yard / Ships", "Ships", "Yard"),
    ]
    assert result.people["1002"].unit == "Yard / Ships"


def test_a_peakon_file_gives_departments() -> None:
    """First and last name are one name."""
    result = planned(PEAKON).result

    assert result.people["1002"] == Person("1002", "Bo Larch", "bo@x.org", "nl", "Ships")
    assert result.units["Ships"] == Unit("Ships", "Ships", "organisation")


def test_a_glint_file_says_who_is_here_and_who_reports_to_whom() -> None:
    """By the manager's id."""
    result = planned(GLINT).result

    assert [(p.unit, p.leads, p.active) for p in result.people.values()] == [
        ("organisation", "organisation", True),
        ("organisation", None, True),
        ("organisation", None, False),
    ]


def test_limesurvey_participants_are_known_by_their_address() -> None:
    """The same address is the same person, whatever the case of its letters."""
    people = planned(LIMESURVEY).result.people

    assert list(people) == ["ada@x.org", "bo@x.org"]
    assert people["bo@x.org"].name == "Bo Larch"


def test_somebody_whose_address_is_known_keeps_id_unit_and_language() -> None:
    """A file that says nothing of these changes nothing of them."""
    ada = Person("1001", "Ada Pine", "ada@x.org", "nl", "lab", leads="lab")
    now = Organisation({"all": Unit("all", "All", None), "lab": Unit("lab", "Lab", "all")},
                       {"1001": ada})  # fmt: skip
    planned_now = planned(LIMESURVEY, now=now)

    assert planned_now.result.people["1001"] == ada
    assert planned_now.new_people == (Person("bo@x.org", "Bo Larch", "Bo@X.org", "en", "all"),)


def test_a_department_we_know_by_name_is_meant() -> None:
    """Its id may be another; only one unit may have that name."""
    now = Organisation({"all": Unit("all", "All", None), "s": Unit("s", "ships", "all")}, {})

    assert planned(PEAKON, now=now).result.people["1002"].unit == "s"


@pytest.mark.parametrize("file", [CULTURE_AMP, PEAKON, GLINT, LIMESURVEY])
@pytest.mark.parametrize("mode", Mode)
def test_importing_the_same_file_again_changes_nothing(file: str, mode: Mode) -> None:
    """Keys of units that were made stay the same."""
    first = planned(file)

    assert planned(file, now=first.result, mode=mode).nothing_to_do


@pytest.mark.parametrize(
    ("file", "problem"),
    [
        (PEAKON.replace("bo@x.org", "bo"), "row 3, Email: This is not an e-mail address."),
        (PEAKON.replace("1002", ""), None),
        (PEAKON.replace("bo@x.org,1002", ","), "row 3, Employee ID: This cell is empty, and must"),
        (PEAKON.replace("1002", "1001"), "row 3, Employee ID: “1001” is in row 2 already."),
        (PEAKON.replace("bo@x.org", "ADA@x.org"), "row 3, Email: “ADA@x.org” is already the addre"),
        (PEAKON.replace("Ships", "S" * 101), "row 3, Department: This is 101 characters long"),
        (GLINT.replace("INACTIVE", "PERHAPS"), "row 4, Status: This state is not known."),
        (CULTURE_AMP.replace("2026-03-01", "soon"), "row 4, End Date: Write the day as 2026-03-31"),
    ],
)
def test_a_problem_names_the_column_as_the_file_does(file: str, problem: str | None) -> None:
    """Where an id is missing the address stands in for it."""
    if problem is None:
        assert "bo@x.org" in planned(file).result.people
        return

    (said,) = refused(file)
    assert said.startswith(problem)


def test_two_columns_that_say_the_same_are_refused() -> None:
    """Nobody guesses which of them is meant."""
    with pytest.raises(BadInput, match="Two columns of the people file mean the same") as refusal:
        planned("First name,Last name,Email,email\nAda,Pine,a@x.org,b@x.org\n")

    assert str(refusal.value.problems[0]) == "row 1, email: This says the same as Email."


@pytest.mark.parametrize("file", [CULTURE_AMP, PEAKON, GLINT, LIMESURVEY])
def test_a_header_without_anybody_is_refused(file: str) -> None:
    """Nobody leaves because a file was empty."""
    with pytest.raises(BadInput, match="There is nobody in the people file"):
        planned(file.splitlines()[0] + "\n")


def test_a_closed_unit_is_not_brought_back_by_a_file() -> None:
    """The sentence says how it comes back."""
    now = Organisation({"all": Unit("all", "All", None),
                        "Ships": Unit("Ships", "Ships", "all", closed=True)}, {})  # fmt: skip

    (said,) = refused(PEAKON, now=now)
    assert said == (
        "row 3, Department: The unit “Ships” is closed. Open it again on the page People first, "
        "or name another."
    )


def test_a_guess_at_the_letters_is_said_before_the_names() -> None:
    """So that somebody looks at them."""
    file = PEAKON.replace("Pine", "Köppel").encode("cp1252")
    told = plan(read_people(file, None, today=TODAY), NOBODY, mode=Mode.FULL).told

    assert told[0] == (
        "The people file does not say how its letters are written; read as Windows-1252 (Western "
        "European). Look at the names below: if letters are wrong, save it again as CSV in UTF-8."
    )


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        (["2026-03-01", "2026/3/1", "1.3.2026", "2026-03-01 08:30:00"], [date(2026, 3, 1)] * 4),
        (["03/04/2026", "25/04/2026"], [date(2026, 4, 3), date(2026, 4, 25)]),
        (["03/04/2026", "04/25/2026"], [date(2026, 3, 4), date(2026, 4, 25)]),
        (["03/04/2026", "03/03/2026"], [None, date(2026, 3, 3)]),
        (["25/04/2026", "04/25/2026"], [None, None]),
        (["", "soon", "2026-02-30"], [None, None, None]),
    ],
)
def test_days_are_read_in_the_order_their_column_settles(
    cells: list[str], found: list[date | None]
) -> None:
    """And not at all where it settles none."""
    assert days(cells) == found


@pytest.mark.parametrize(
    ("cell", "tag"),
    [
        ("en", "en"),
        ("pt_br", "pt-BR"),
        ("German", "de"),
        ("English (UK)", "en"),
        ("Portuguese (Brazil)", "pt-BR"),
        ("français", "fr"),
        ("Klingon", None),
        ("", None),
    ],
)
def test_a_language_is_known_by_code_or_by_name(cell: str, tag: str | None) -> None:
    """Others are said and not taken."""
    assert language_tag(cell) == tag


COLUMNS = [
    *("Name", "Preferred Name", "Employee Id", "Email", "End Date", "Language", "Manager Email"),
    *("First name", "Last name", "First Name", "Last Name", "Employee ID", "Status", "Manager ID"),
    *("firstname", "lastname", "email", "Department", "Division", "Team", "Notes"),
]
CELLS = st.sampled_from(
    ["", "1", "2", "a@x.org", "b@x.org", "Ada", "ACTIVE", "2020-01-01", "A / B"]
)
CELL = CELLS | st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), max_size=8)


@settings(max_examples=150, deadline=None)
@given(st.data(), st.sampled_from(Mode), st.booleans())
def test_any_file_with_these_columns_is_a_plan_or_refused_in_words(
    data: st.DataObject, mode: Mode, again: bool
) -> None:
    """Never an error that nobody wrote for people."""
    known = data.draw(st.sampled_from([mark for source in tools() for mark in source.known_by]))
    more = data.draw(st.lists(st.sampled_from(COLUMNS), unique_by=str.casefold))
    columns = [*sorted(known), *(c for c in more if c.casefold() not in known)]
    rows = data.draw(
        st.lists(st.lists(CELL, min_size=len(columns), max_size=len(columns)), max_size=6)
    )
    quoted = [",".join('"' + c.replace('"', '""') + '"' for c in row) for row in [columns, *rows]]
    file = "\n".join(quoted)
    try:
        found = planned(file, mode=mode)
        found = planned(file, mode=mode, now=found.result) if again else found
    except BadInput:
        return

    assert summary(found)
    assert all(person.unit in found.result.units for person in found.result.people.values())
