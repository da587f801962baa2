"""What the database itself refuses, where the engine can (PostgreSQL): to weaken a rule afterwards.

The actions refuse the same, on both engines; these triggers also stop whoever writes SQL by hand.
DuckDB has no triggers: there CHECKs, the seals and `admin.py check` find what was changed.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, text

from survey.audit import AuditVerb
from survey.waves.opening_seal import NOBODYS_KEY, RULES_OF_A_WAVE, SOMEBODY
from survey.waves.wave import MOVES, State

REFUSES = "Same Boat refuses this: "
PREFIX = "same_boat_guard_"
LOCK = 20261123

FROZEN = (
    *("id", *RULES_OF_A_WAVE, "instrument", "instrument_version"),
    *("public_key", "invited", "opened"),
)
FIGURES = {
    **dict.fromkeys(("published_cell", "diagnostic"), "a published figure"),
    "other_people": "who may be compared",
    "receipt": "a receipt",
}
FINAL = FIGURES | {"event": "a line of the record"}
ASKED = {"roster": "a roster", "wave_unit": "the tree of a wave"}
ADDRESS = "where the mails of a wave go"
UNREAD = "that nobody but HR has read a past wave"
VERSION = "a version of an instrument"
COMPOSED = ("key", "version", "definition", "made")
NEVER_EMPTIED = FINAL | ASKED | {"wave": "a wave", "instrument": VERSION}


@dataclass(frozen=True, slots=True)
class Guard:
    """One trigger: on which table and event, when exactly it fires, and what it does then."""

    table: str
    event: str
    fires: str
    does: str

    @property
    def name(self) -> str:
        """What the trigger and its function are called."""
        return f"{PREFIX}{self.table}_{self.event}"

    @property
    def source(self) -> str:
        """The body of its function, as the database keeps it."""
        return f" BEGIN {self.does} END "


def guard(engine: Engine) -> None:
    """Put every trigger in its place again where one is missing, off or another; not on DuckDB."""
    if engine.dialect.name != "postgresql":
        return
    with engine.begin() as connection:
        connection.execute(text(f"SELECT pg_advisory_xact_lock({LOCK})"))
        if not in_place(connection):
            _place(connection)


def in_place(connection: Connection) -> bool:
    """Whether exactly our triggers are there, switched on, with the bodies they came with."""
    query = (
        "SELECT p.proname, p.prosrc FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid"
        " WHERE starts_with(p.proname, :prefix) AND t.tgname = p.proname AND t.tgenabled = 'O'"
    )
    found = connection.execute(text(query), {"prefix": PREFIX}).all()
    return sorted(map(tuple, found)) == sorted((guard.name, guard.source) for guard in guards())


def _place(connection: Connection) -> None:
    there = text("SELECT proname FROM pg_proc WHERE starts_with(proname, :prefix)")
    for name in connection.execute(there, {"prefix": PREFIX}).scalars().all():
        connection.execute(text(f"DROP FUNCTION {name}() CASCADE"))
    for guard in guards():
        function = f"CREATE FUNCTION {guard.name}() RETURNS trigger LANGUAGE plpgsql"
        connection.execute(text(f"{function} AS $${guard.source}$$"))
        trigger = f"CREATE TRIGGER {guard.name} {guard.fires} EXECUTE FUNCTION {guard.name}()"
        connection.execute(text(trigger))


def guards() -> Iterator[Guard]:
    """Every trigger there is."""
    for table, what in (FINAL | ASKED).items():
        if table not in {"roster", "event"}:
            yield _never("update", table, f"{what} is never changed")
    yield _erasing("roster", f"{_same('wave')} AND {_same('home')} AND {_nobody_in_the_roster()}")
    yield _erasing("event", _nobody_on_record())
    yield _never("delete", "event", f"{FINAL['event']} is never deleted")
    for table, what in FIGURES.items():
        yield _taken_back(table, f"{what} is never deleted")
    for table, what in NEVER_EMPTIED.items():
        yield _never("truncate", table, f"{what} is never deleted")
    for table, what in FIGURES.items():
        moment = f"w.state = '{State.CLOSED}'"
        yield _rows_only("insert", table, moment, f"{what} is written once, at closing")
    for table, what in ASKED.items():
        yield _rows_only("insert", table, _planned("w"), f"{what} is fixed when it opens")
        yield _rows_only("delete", table, _undoable("w"), f"{what} is fixed when it opens")
    closing = f"w.replay AND w.state = '{State.CLOSED}'"
    yield _rows_only("insert", "unread", closing, f"{UNREAD} is noted at its closing")
    yield _never("update", "unread", f"{UNREAD} is noted at its closing")
    fixed = f"{ADDRESS} is fixed when it opens"
    yield Guard(
        "asked_address",
        "update",
        "BEFORE UPDATE ON asked_address FOR EACH ROW",
        f"{_must(_mended(), fixed)} RETURN NEW;",
    )
    yield _rows_only("insert", "asked_address", _planned("w"), fixed)
    yield _never("delete", "instrument", f"{VERSION} is never deleted")
    yield _versions()
    yield _wave("insert", _must(_planned("NEW"), "a wave begins as a plan") + " RETURN NEW;")
    yield _wave("update", _wave_changes())
    yield _wave("delete", _must(_undoable("OLD"), "a wave is never deleted") + " RETURN OLD;")


def _planned(wave: str) -> str:
    return f"{wave}.state IN ('{State.DRAFT}', '{State.SCHEDULED}')"


def _undoable(wave: str) -> str:
    """Before it opens; or past answers whose import was cut off, or that only HR has read."""
    cut_off = f"({wave}.replay AND {wave}.state = '{State.OPEN}')"
    return f"({_planned(wave)} OR {cut_off} OR {_only_hr_read(wave)})"


def _only_hr_read(wave: str) -> str:
    """A past wave that is taken back by this very transaction before anybody but HR read it."""
    unread = f"EXISTS (SELECT FROM unread u WHERE u.wave = {wave}.id)"
    line = f"e.verb = '{AuditVerb.REMOVE_WAVE}' AND e.subject = {wave}.key"
    mine = f"{line} AND e.xmin = pg_current_xact_id()::xid"
    return f"({wave}.replay AND {unread} AND EXISTS (SELECT FROM event e WHERE {mine}))"


def _taken_back(table: str, sentence: str) -> Guard:
    """Figures go with a past wave that is taken back, all of its own and no other's."""
    line = f"SELECT FROM event e WHERE e.verb = '{AuditVerb.REMOVE_WAVE}'"
    mine = f"{line} AND e.xmin = pg_current_xact_id()::xid"
    wrong = f"SELECT FROM touched t JOIN wave w ON w.id = t.wave WHERE NOT {_only_hr_read('w')}"
    allowed = f"EXISTS ({mine}) AND NOT EXISTS ({wrong})"
    fires = f"AFTER delete ON {table} REFERENCING OLD TABLE AS touched FOR EACH STATEMENT"
    return Guard(table, "delete", fires, f"{_must(allowed, sentence)} RETURN NULL;")


def _must(allowed: str, sentence: str) -> str:
    return f"IF NOT ({allowed}) THEN RAISE EXCEPTION '{REFUSES}{sentence}.'; END IF;"


def _never(event: str, table: str, sentence: str) -> Guard:
    """Refuse an event on a table, whatever it is about."""
    fires = f"BEFORE {event} ON {table} FOR EACH STATEMENT"
    return Guard(table, event, fires, _must("FALSE", sentence))


def _rows_only(event: str, table: str, allowed: str, sentence: str) -> Guard:
    """Let rows of a wave come or go only while its state allows it."""
    which = "NEW" if event == "insert" else "OLD"
    fires = f"AFTER {event} ON {table} REFERENCING {which} TABLE AS touched FOR EACH STATEMENT"
    wrong = f"SELECT FROM touched t JOIN wave w ON w.id = t.wave WHERE NOT ({allowed})"
    return Guard(table, event, fires, f"{_must(f'NOT EXISTS ({wrong})', sentence)} RETURN NULL;")


def _versions() -> Guard:
    """A version of an instrument may be retired and offered again, and nothing else."""
    same = " AND ".join(map(_same, COMPOSED))
    does = f"{_must(same, f'{VERSION} is never changed')} RETURN NEW;"
    return Guard("instrument", "update", "BEFORE UPDATE ON instrument FOR EACH ROW", does)


def _erasing(table: str, allowed: str) -> Guard:
    """Of a row nothing changes but whom it is about, while that person is being erased."""
    sentence = f"{(FINAL | ASKED)[table]} is never changed"
    does = f"{_must(allowed, sentence)} RETURN NEW;"
    return Guard(table, "update", f"BEFORE UPDATE ON {table} FOR EACH ROW", does)


def _mended() -> str:
    """Only where a mail goes changes, beside a line on the record of this very transaction."""
    line = f"e.verb = '{AuditVerb.MEND_ADDRESS}' AND e.subject = OLD.person"
    mine = f"{line} AND e.xmin = pg_current_xact_id()::xid"
    return f"{_same('wave')} AND {_same('person')} AND EXISTS (SELECT FROM event e WHERE {mine})"


def _nobody_in_the_roster() -> str:
    """Of a wave that is over, and under the key of a line written in this very transaction."""
    over = f"w.id = OLD.wave AND w.state IN ('{State.PUBLISHED}', '{State.CANCELLED}')"
    return (
        f"NEW.person ~ '^{NOBODYS_KEY.pattern}$' AND {_somebody('OLD.person')}"
        f" AND {_on_record('e.subject = NEW.person')} AND EXISTS (SELECT FROM wave w WHERE {over})"
    )


def _nobody_on_record() -> str:
    """Whoever did it, or whom it was done to, is somebody erased; what and when stay."""
    named = (
        f"({_same(column)} OR (NEW.{column} = '{SOMEBODY}' AND {_somebody(f'OLD.{column}')}))"
        for column in ("actor", "subject")
    )
    same = map(_same, ("id", "moment", "verb", "detail"))
    return " AND ".join((*same, *named, _on_record("TRUE")))


def _somebody(key: str) -> str:
    """The person is still there: erasing ends with them, so that nothing else can be renamed."""
    return f"EXISTS (SELECT FROM person p WHERE p.key = {key})"


def _on_record(which: str) -> str:
    """This transaction has written the line of an erasure."""
    mine = f"e.verb = '{AuditVerb.ERASE_PERSON}' AND e.xmin = pg_current_xact_id()::xid"
    return f"EXISTS (SELECT FROM event e WHERE {mine} AND {which})"


def _wave(event: str, does: str) -> Guard:
    return Guard("wave", event, f"BEFORE {event} ON wave FOR EACH ROW", does)


def _wave_changes() -> str:
    """A wave moves as its states allow, and keeps its rules once it is open."""
    moves = ", ".join(f"('{a}', '{b}')" for a, to in MOVES.items() for b in sorted(to))
    moved = f"NEW.state = OLD.state OR (OLD.state, NEW.state) IN ({moves})"
    same = " AND ".join(f"{_same(column)}" for column in FROZEN if column != "closes")
    line = f"e.verb = '{AuditVerb.MOVE_CLOSING}' AND e.subject = OLD.key"
    mine = f"{line} AND e.xmin = pg_current_xact_id()::xid"
    later = (
        f"{_same('closes')} OR (OLD.state = '{State.OPEN}' AND NEW.state = OLD.state AND"
        f" NEW.closes > OLD.closes AND EXISTS (SELECT FROM event e WHERE {mine}))"
    )
    return " ".join((
        _must(f"OLD.state <> '{State.PUBLISHED}'", "a published wave is never changed"),
        _must(moved, "a wave does not go back"),
        _must(f"{_planned('OLD')} OR {same}", "the rules of a wave are fixed when it opens"),
        _must(f"{_planned('OLD')} OR {later}", "an open wave closes later only, on the record"),
        _must(f"OLD.closed IS NULL OR {_same('closed')}", "a wave closes once"),
        "RETURN NEW;",
    ))  # fmt: skip


def _same(column: str) -> str:
    return f"NEW.{column} IS NOT DISTINCT FROM OLD.{column}"
