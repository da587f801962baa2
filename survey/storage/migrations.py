"""What makes a database of an earlier release one of this release: statements that only add.

The tables dropped here were never written by the release that had them. Each step leaves a line on
the record: waves that opened before version 2 have no seal over what they froze. Waves that are
open write to the addresses of the step to version 4 (decision record 0018); a database of version 1
has no table of failing addresses yet. Version 5 brings a table of its own (other_people), which is
made with whatever else is missing; of earlier publications it says nothing. So does version 6
(receipt), and it takes the people out of ballot boxes; those in files do that when they are opened;
and version 7, with the tables of what teams try (experiment, passed_up, heard, match). Version 8
knows one more role (0029); version 9 keeps how people stood before an import (import_undo), and
which past waves were withdrawn (withdrawn). Version 10 knows until when a session may lie unused
(0030), version 11 in which kind of browser it was begun (0033). Version 12 keeps which past waves
only HR has read (unread, 0038); of those brought in before it nothing is known, so they count as
read.
"""

from sqlalchemy import Connection, text

SEALED_FROM, LEAVING_FROM = "version 2", "version 3"

NOTED = (
    "INSERT INTO event (moment, actor, verb, subject, detail)"
    " VALUES (now(), 'Same Boat', 'upgrade database', :version, '')"
)
STEPS: dict[int, tuple[str, ...]] = {
    2: (
        "ALTER TABLE wave ADD COLUMN keep_days INTEGER",
        "DROP TABLE IF EXISTS comment",
        "DROP TABLE IF EXISTS kept_answer",
    ),
    3: (
        "ALTER TABLE unit ADD COLUMN closed BOOLEAN",
        "ALTER TABLE wave ADD COLUMN series VARCHAR",
        "ALTER TABLE person ADD COLUMN gone_since TIMESTAMP WITH TIME ZONE",
    ),
    4: (
        "CREATE TABLE IF NOT EXISTS bounce"
        " (person VARCHAR NOT NULL PRIMARY KEY, noted TIMESTAMP WITH TIME ZONE NOT NULL)",
        "CREATE TABLE asked_address (wave INTEGER NOT NULL, person VARCHAR NOT NULL,"
        " address VARCHAR NOT NULL, PRIMARY KEY (wave, person))",
        "INSERT INTO asked_address (wave, person, address)"
        " SELECT r.wave, p.key, p.email FROM wave w"
        " JOIN roster r ON r.wave = w.id JOIN person p ON p.key = r.person"
        " WHERE w.state = 'open' AND NOT w.replay AND p.active AND p.email <> ''"
        " AND p.key NOT IN (SELECT b.person FROM bounce b)",
    ),
    5: (),
    6: ("ALTER TABLE IF EXISTS invitation DROP COLUMN IF EXISTS person",),
    7: (),
    8: (
        # DuckDB cannot change a CHECK, so the table is made anew around its rows.
        "CREATE TABLE granted_before AS SELECT person, role FROM role_grant",
        "DROP TABLE role_grant",
        "CREATE TABLE role_grant (person VARCHAR NOT NULL, role VARCHAR NOT NULL,"
        " PRIMARY KEY (person, role), CHECK (role IN ('hr', 'council', 'operator')))",
        "INSERT INTO role_grant (person, role) SELECT person, role FROM granted_before",
        "DROP TABLE granted_before",
    ),
    9: (),
    10: ("ALTER TABLE sign_in ADD COLUMN IF NOT EXISTS idle TIMESTAMP WITH TIME ZONE",),
    11: ("ALTER TABLE sign_in ADD COLUMN IF NOT EXISTS browser VARCHAR",),
    12: (),
}

ON_POSTGRESQL: dict[int, tuple[str, ...]] = {
    # What was printed and mended is asked of the record each time a link is opened.
    12: ("CREATE INDEX IF NOT EXISTS event_subject ON event (verb, subject)",),
}


def take_step(connection: Connection, version: int) -> None:
    """Make a database of one version one of the next; the transaction is the caller's.

    One step in each transaction: DuckDB alters a table once in any.
    """
    step = version + 1
    postgresql = connection.dialect.name == "postgresql"
    more = ON_POSTGRESQL.get(step, ()) if postgresql else ()
    for statement in (*STEPS[step], *more):
        connection.execute(text(statement))
    connection.execute(text(NOTED), {"version": f"version {step}"})
