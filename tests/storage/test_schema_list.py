"""Promises of the list of tables: it says what there is, in every file, and names what is more."""

import pytest

from survey.storage.schema_list import COLUMNS, not_listed
from survey.storage.table_parts import Table
from survey.storage.tables import BOX_TABLES, WAVE_ROW_TABLES
from survey.store import Store
from tests.make import populate, published, start


def test_the_list_has_every_table_and_column_and_no_other() -> None:
    """It is written by hand, so that nothing new allows itself; here both are held together."""
    made = {table.name: [c.name for c in table.columns] for table in Table.metadata.sorted_tables}

    assert {table: columns.split() for table, columns in COLUMNS.items()} == made


def test_a_database_in_use_has_what_is_on_the_list_and_where_it_belongs(store: Store) -> None:
    """The main file, a box, and the files of comments and kept rows; or PostgreSQL."""
    populate(store)
    published(store, keep_days=30)
    start(store, "w2")

    looks = store.columns_everywhere()

    found = [
        name
        for look in looks
        for table, columns in look.rows
        for name in not_listed(look.where, table, columns.split(), embedded=store.embedded)
    ]
    assert found == []
    assert {table for look in looks for table, _ in look.rows} == set(COLUMNS) - (
        {"comment"} if store.embedded else {"cell_by_unit"}
    )


@pytest.mark.parametrize(
    ("place", "table", "columns", "named"),
    [
        ("database", "shadow", "a b", ["database: shadow"]),
        ("database", "attic.roster", "wave", ["database: attic.roster"]),
        ("database", "roster", "wave person home said", ["database: roster.said"]),
        ("database", "ballot", "key wave sealed", ["database: ballot"]),
        ("boxes/wave-1", "roster", "wave person home", ["boxes/wave-1: roster"]),
        ("boxes/wave-1", "ballot", "key wave sealed person", ["boxes/wave-1: ballot.person"]),
        ("comments/wave-1", "kept_answer", "key", ["comments/wave-1: kept_answer"]),
        ("kept/wave-1", "kept_answer", "key wave unit own answers", []),
        ("boxes/wave-1", "delivery", "wave occasion person state tries due", []),
        ("database", "delivery", "due wave", []),
        ("database", "cell_by_unit", "unit person", ["database: cell_by_unit.person"]),
    ],
)
def test_whatever_is_more_is_named_with_its_place(
    place: str, table: str, columns: str, named: list[str]
) -> None:
    assert not_listed(place, table, columns.split(), embedded=True) == named


def test_on_postgresql_everything_is_in_the_one_database() -> None:
    for table in (*BOX_TABLES, *WAVE_ROW_TABLES):
        name = str(table.__tablename__)
        assert not_listed("database", name, COLUMNS[name].split(), embedded=False) == []
    assert not_listed("database", "cell_by_unit", [], embedded=False) == ["database: cell_by_unit"]
