"""Promises of the command that writes what all units try, and what was found over several."""

from pathlib import Path

from click.testing import CliRunner

from commands.desk import Request
from commands.operating_line import admin
from commands.verbs import carry_out
from survey.audit import AuditVerb
from survey.store import Store
from tests.make import populate, published
from tests.make_experiments import bet


def test_both_files_are_written_and_taking_them_is_on_the_record(duckdb_store: Store) -> None:
    store = duckdb_store
    populate(store)
    published(store)
    bet(store)
    plain, full = (
        carry_out(store, Request("experiments", {"texts": texts})) for texts in (False, True)
    )

    assert plain.files.keys() == {"out", "evidence"}
    assert "One goal" not in plain.files["out"].decode()
    assert "One goal" in full.files["out"].decode()
    assert plain.files["evidence"] == b"construct,name,experiments,effect_low,effect_high\n"
    taken = [one.detail for one in store.audit() if one.verb == AuditVerb.TAKE_EXPERIMENTS]
    assert sorted(taken) == [
        "1 experiments, with what people wrote",
        "1 experiments, without what people wrote",
    ]


def test_the_line_writes_the_files_that_it_names(tmp_path: Path) -> None:
    out, found = tmp_path / "tried.csv", tmp_path / "found.csv"
    asked = ["experiments", "--out", str(out), "--evidence", str(found)]
    done = CliRunner().invoke(admin, asked, env={"SAME_BOAT_DATA": str(tmp_path / "data")})

    assert done.exit_code == 0, done.output
    assert out.read_text("utf-8-sig").startswith("unit,unit_name,experiment")
    assert found.read_text().startswith("construct,")
