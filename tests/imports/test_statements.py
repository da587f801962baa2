"""Promises of questions from a file: its statements become a list of one's own, in one step."""

from dataclasses import replace

import pytest

from survey.actions.instruments import keep_version
from survey.imports.history.export import read_export
from survey.imports.history.guessing import guess
from survey.imports.history.statements import draft_of_export
from survey.organisation.permissions import Viewer
from survey.organisation.structure import Role
from survey.questionnaire.draft import Own
from survey.questionnaire.shipped import bank
from survey.store import Store
from tests.imports.kinds import table

HR = Viewer("hr", "HR", "all", None, frozenset({Role.HR}))
OWN = (
    "We tell each other when something is late.",
    "Our meetings end on time.",
    "Whoever asks for help gets it.",
)
KNOWN = bank().statements[0]
WORDS = ("Strongly disagree", "Disagree", "Neither", "Agree", "Strongly agree")


def export(first: str = "{}") -> bytes:
    """Three statements of one's own and one of the bank, a team, a name, and a comment."""
    names = ["Response ID", "Date submitted", "Team"]
    own = [first.format(OWN[0]), f"Q2. {OWN[1]}", OWN[2]]
    header = [*names, *own, KNOWN.text, "Anything else to say?"]
    rows = [
        [
            n,
            "2024-03-01",
            "Kai",
            n % 5 + 1,
            WORDS[n % 5],
            5 - n % 5,
            (n + 2) % 5 + 1,
            f"word {n} of many",
        ]
        for n in range(12)
    ]
    return table(header, rows)


@pytest.mark.parametrize("first", ["{}", "Q1. {}", "How far do you agree? [{}]", "1: {}"])
def test_statements_of_a_file_are_of_the_bank_or_ones_own(first: str) -> None:
    """Without numbers and headlines; teams and comments are no statements."""
    draft = draft_of_export(read_export(export(first)), bank())

    own = [choice.text for choice in draft.chosen if isinstance(choice, Own)]
    assert own == [*OWN]
    assert [choice for choice in draft.chosen if isinstance(choice, str)] == [KNOWN.id]
    assert draft.key == "limesurvey-2024"


def test_a_list_kept_from_a_file_fits_that_file(duckdb_store: Store) -> None:
    """Every statement finds its column again, and the answers come in."""
    read = read_export(export())
    draft = replace(draft_of_export(read, bank()), name="As before")
    made = keep_version(duckdb_store, draft, after=0, viewer=HR)

    mapping = replace(guess(read, made, {}), unit_column="", everybody="all")

    assert len(mapping.statements) == len(made.statements) == 4
    kinds = {item.id: item.construct for item in made.statements}
    assert len({kinds[item.id] for item in made.statements if item.id != KNOWN.id}) == 1


def test_a_file_without_statements_gives_none() -> None:
    """Only teams and words."""
    file = table(["Team", "What else?"], [["Kai", f"word {n}"] for n in range(12)])

    assert draft_of_export(read_export(file), bank()).chosen == ()
