"""Closed sets: wherever SQL names one of their values, it is one that the enumeration has."""

import ast
import re
from enum import StrEnum

import pytest
from sqlalchemy import CheckConstraint
from sqlmodel import SQLModel

from analytics.published.cells import MeasureKind, Scope
from survey.audit import AuditVerb
from survey.mail.deliveries import Standing
from survey.organisation.structure import Role
from survey.storage.people_tables import GrantRow, SignInKind, SignInRow
from survey.storage.tables import CommentRow, DeliveryRow, JobRow, WaveRow
from survey.store.jobs import JobState
from survey.waves.wave import State
from tests.house.code import modules, parsed

NAMED = re.compile(r"\b(?:\w+\.)?(state|scope|measure|verb) (?:IN \(([^)]*)\)|= ('[^']*'))")
SETS: dict[str, set[str]] = {
    "state": {*State},
    "scope": {*Scope},
    "measure": {MeasureKind.PARTICIPATION},
    "verb": {*AuditVerb},
}


@pytest.mark.parametrize(
    ("table", "column", "values"),
    [
        (WaveRow, "state", State),
        (DeliveryRow, "state", Standing),
        (JobRow, "state", JobState),
        (CommentRow, "scope", Scope),
        (SignInRow, "kind", SignInKind),
        (GrantRow, "role", [Role.HR, Role.COUNCIL, "operator"]),
    ],
)
def test_a_table_takes_every_value_of_a_closed_set_and_no_other(
    table: type[SQLModel], column: str, values: type[StrEnum] | list[str]
) -> None:
    """In the order of the enumeration; `operator` is a role of earlier releases."""
    named = f"{column} IN {tuple(map(str, values))}"
    rules = [
        str(rule.sqltext)
        for rule in table.__table__.constraints  # type: ignore[attr-defined]
        if isinstance(rule, CheckConstraint)
    ]

    assert named in rules


def test_queries_ask_for_values_that_there_are() -> None:
    """In SQL that is written out, as the proof of privacy shows it to people."""
    asked = {
        (column, value)
        for name, file in modules().items()
        if name not in {"survey.storage.tables", "survey.storage.people_tables"}
        for node in ast.walk(parsed(file))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        for column, several, one in NAMED.findall(node.value)
        for value in re.findall(r"'([^']*)'", several or one)
    }

    assert {column for column, _ in asked} >= {"state", "scope", "measure"}
    assert [(column, value) for column, value in asked if value not in SETS[column]] == []
