"""Is everything as it should be? Each check is a sentence, and whether it holds."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from analytics.promise.seals import as_sealed
from analytics.published.diagnostics import COMMENTS
from analytics.published.kept_cells import people_needed
from survey.answering.sealing import belongs
from survey.audit import AuditVerb
from survey.errors import KeyTrouble, Trouble
from survey.storage.leftovers import named, wave_files
from survey.storage.migrations import SEALED_FROM
from survey.store import AuditLine, Store
from survey.text import sentence
from survey.waves.opening_seal import FROZEN, erased_as_recorded, frozen_seal, seal_now
from survey.waves.wave import State, Wave


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: what was found, and whether it is well."""

    holds: bool
    sentence: str


def _well(key: str, **values: object) -> Finding:
    return Finding(True, sentence(f"told.check.{key}", **values))


def _wrong(key: str, **values: object) -> Finding:
    return Finding(False, sentence(f"told.check.{key}", **values))


def check(store: Store, *, cut_off: Sequence[Wave] = ()) -> list[Finding]:
    """Look at every wave, its key, its box and the seal of its publication.

    `cut_off` are past waves whose answers did not all come in: they are in no figure, and wait for
    somebody.
    """
    waves = [found for wave in store.waves() for found in _wave(store, wave)]
    waiting = [Finding(False, sentence("history.check", wave=wave.key)) for wave in cut_off]
    return [_guards(store), _closed_to_others(store), *waves, *waiting, *_of_no_wave(store)]


def _closed_to_others(store: Store) -> Finding:
    """Every file is its owner's alone; a folder nobody else may enter keeps what lies in it."""
    data = store.settings.data
    if not data.stat().st_mode & 0o077:
        return _well("modes")
    open_ = [file for file in sorted(data.rglob("*")) if file.stat().st_mode & 0o077]
    said = {"files": named([data, *open_], store.settings), "folder": data}
    return _wrong("modes_open", **said)


def _of_no_wave(store: Store) -> Iterator[Finding]:
    """Files under the number of a wave that is not here, or whose opening never began."""
    begun = {wave.id for wave in store.waves() if wave.public_key is not None}
    found = wave_files(store.settings).items()
    if strange := [file for number, files in found if number not in begun for file in files]:
        yield Finding(False, sentence("leftovers.check", files=named(strange, store.settings)))


def _guards(store: Store) -> Finding:
    return _well("guards") if store.guarded() else _wrong("unguarded")


def _wave(store: Store, wave: Wave) -> Iterator[Finding]:
    match wave.state:
        case State.OPEN | State.CLOSED:
            yield _key(store, wave)
            yield _box(store, wave)
            yield _as_it_opened(store, wave)
        case State.PUBLISHED:
            yield _as_it_opened(store, wave)
            yield from _publication(store, wave)
            yield _comments(store, wave)
            yield _kept(store, wave)
            yield _nothing_left(store, wave)
        case State.CANCELLED:
            yield _nothing_written(store, wave)
            yield _nothing_left(store, wave)


def _key(store: Store, wave: Wave) -> Finding:
    try:
        keys = store.keys.read(wave.id)
    except KeyTrouble as trouble:
        return _wrong("key_trouble", wave=wave.key, trouble=str(trouble))
    if wave.public_key is None or not belongs(keys, wave.public_key):
        wrong = str(store.keys.wrong(wave.id))
        return _wrong("key_trouble", wave=wave.key, trouble=wrong)
    return _well("key", wave=wave.key, state=wave.state)


def _box(store: Store, wave: Wave) -> Finding:
    if not store.has_box(wave.id):
        return _wrong("no_box", wave=wave.key)
    try:
        store.box(wave.id).share_answered()
        for _ in store.box(wave.id).sealed():
            pass
    except Trouble as trouble:
        file = store.settings.boxes / f"wave-{wave.id}.duckdb"
        said = {"wave": wave.key, "file": file, "trouble": str(trouble)}
        return _wrong("damaged_box", **said)
    return _well("box", wave=wave.key)


def _as_it_opened(store: Store, wave: Wave) -> Finding:
    """Roster, tree and rules against the seal on the record."""
    line = store.last_audit(verb=AuditVerb.OPEN_WAVE, subject=wave.key)
    if line is None or not line.detail.startswith(FROZEN):
        return _opened_unsealed(store, wave, line)
    roster, amendments = store.roster(wave.id), store.amendments()
    now = frozen_seal(wave, store.wave_units(wave.id), roster)
    should_be = seal_now(line.detail.removeprefix(FROZEN), wave.key, amendments)
    if now == should_be and erased_as_recorded(roster, wave.key, amendments):
        return _well("frozen", wave=wave.key)
    return _wrong("thawed", wave=wave.key)


def _opened_unsealed(store: Store, wave: Wave, opened: AuditLine | None) -> Finding:
    """That is well only where it opened before there were such seals."""
    since = store.last_audit(verb=AuditVerb.UPGRADE_DATABASE, subject=SEALED_FROM)
    if opened is not None and since is not None and opened.number < since.number:
        return _well("opened_unsealed", wave=wave.key)
    return _wrong("no_seal", wave=wave.key)


def _publication(store: Store, wave: Wave) -> Iterator[Finding]:
    rows = store.cells(waves=[wave.id])
    if as_sealed(store, wave, rows):
        yield _well("cells", wave=wave.key, count=len(rows))
    else:
        yield _wrong("cells_changed", wave=wave.key)
    few = [row for row in rows if row.people_low and row.people_low < people_needed(row, wave.k)]
    few += [row for row in rows if row.invited is not None and row.invited < wave.k]
    if few:
        yield _wrong("few", wave=wave.key, count=len(few))
    else:
        yield _well("enough", wave=wave.key, k=wave.k)


def _comments(store: Store, wave: Wave) -> Finding:
    told = store.diagnostics(wave.id).get(COMMENTS, 0.0)
    try:
        there = len(store.comments(wave.id))
    except Trouble as trouble:
        return _wrong("comments_trouble", wave=wave.key, trouble=str(trouble))
    deleted = store.last_audit(verb=AuditVerb.DELETE_COMMENTS, subject=wave.key)
    if deleted and not there:
        when = f"{deleted.moment:%F}"
        return _well("comments_deleted", wave=wave.key, day=when)
    if deleted:
        return _wrong("comments_back", wave=wave.key, count=there)
    if there == told:
        return _well("comments", wave=wave.key, count=there)
    return _wrong("comments_lost", wave=wave.key, count=there, published=f"{told:.0f}")


def _kept(store: Store, wave: Wave) -> Finding:
    if wave.id not in store.waves_with_kept_answers():
        return _well("no_rows", wave=wave.key)
    try:
        store.kept_rows.rows(wave.id)
    except Trouble as trouble:
        file = store.settings.kept / f"wave-{wave.id}.duckdb"
        said = {"wave": wave.key, "file": file, "trouble": str(trouble)}
        return _wrong("rows_damaged", **said)
    if wave.kept_until is not None and store.now() < wave.kept_until:
        return _well("rows", wave=wave.key, until=f"{wave.kept_until:%F}")
    return _wrong("rows_late", wave=wave.key)


def _nothing_written(store: Store, wave: Wave) -> Finding:
    """A wave without a publication has neither comments nor answer rows."""
    if wave.id in store.comment_rows.waves() | store.waves_with_kept_answers():
        return _wrong("written", wave=wave.key, state=wave.state)
    return _well("nothing_written", wave=wave.key)


def _nothing_left(store: Store, wave: Wave) -> Finding:
    if wave.public_key is not None and wave.id in store.leftovers():
        return _wrong("ballots", wave=wave.key, state=wave.state)
    return _well("nothing_left", wave=wave.key)
