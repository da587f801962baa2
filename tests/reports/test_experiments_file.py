"""Promises of the file of experiments: the page's figures, no words unless asked, on record."""

import csv
from io import StringIO

import pytest

from analytics.reports.experiments_file import experiments_csv, experiments_file
from survey.actions.experiments import begin_experiment, decide_experiment
from survey.actions.organisation import grant
from survey.audit import AuditVerb
from survey.errors import NotAllowed
from survey.experiments.experiment import Signal, SignalOf, State
from survey.organisation.structure import Role
from survey.store import Store
from tests.make import ACTOR, Clock, populate, published
from tests.make_experiments import bet, who

pytestmark = pytest.mark.slow

LEARNED = "=1+1 we learned"


@pytest.fixture
def tried(duckdb_store: Store, clock: Clock) -> Store:
    store = duckdb_store
    populate(store)
    grant(store, person="dog-1", role=Role.HR, actor=ACTOR)
    for key in ("w1", "w2"):
        published(store, key)
        clock.move(days=20)
    one = bet(store)
    clock.move(days=25)
    published(store, "w3")
    clock.move(days=9)
    decide_experiment(store, one.key, State.KEPT, learned=LEARNED, viewer=who(store, "ant-1"))
    return store


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(content.decode("utf-8-sig"))))


def test_what_people_wrote_is_in_it_only_where_it_is_asked_for(tried: Store) -> None:
    plain = b"".join(experiments_csv(tried, texts=False, actor=ACTOR))
    full = b"".join(experiments_csv(tried, texts=True, actor=ACTOR))
    (row,) = rows(full)

    assert "learned" not in plain.decode()
    assert "One goal" not in plain.decode()
    assert row["learned"] == f"'{LEARNED}"
    assert {name: row[name] for name in rows(plain)[0]} == rows(plain)[0]


def test_a_theme_that_somebody_named_is_what_people_wrote(tried: Store) -> None:
    named = Signal(SignalOf.COMMENTS, "w3", "Wave w3", "Too many meetings")
    begin_experiment(tried, named, unit="ant", viewer=who(tried, "ant-1"))
    plain, full = (
        b"".join(experiments_csv(tried, texts=texts, actor=ACTOR)).decode()
        for texts in (False, True)
    )

    assert "Too many meetings" in full
    assert "meetings" not in plain
    assert rows(plain.encode())[1]["signal"] == "comments"


def test_it_says_what_the_page_says_and_is_the_same_every_time(tried: Store) -> None:
    (row,) = rows(b"".join(experiments_csv(tried, texts=False, actor=ACTOR)))
    again = b"".join(experiments_csv(tried, texts=False, actor=ACTOR))

    assert rows(again) == [row]
    assert (row["unit"], row["state"], row["measure"]) == ("ant", "kept", "alignment")
    assert row["waves_after"] == "w3"
    assert float(row["anyway_from"]) <= float(row["anyway_to"])
    inside = float(row["anyway_from"]) <= float(row["after"]) <= float(row["anyway_to"])
    assert inside is (row["came"] == "cannot be told from what would have come anyway")


def test_only_hr_takes_it_and_that_is_on_the_record(tried: Store) -> None:
    with pytest.raises(NotAllowed):
        experiments_file(tried, viewer=who(tried, "ant-1"), texts=False)
    experiments_file(tried, viewer=who(tried, "dog-1"), texts=True)
    (line,) = [one for one in tried.audit() if one.verb == AuditVerb.TAKE_EXPERIMENTS]

    assert (line.actor, line.detail) == ("dog-1", "1 experiments, with what people wrote")
