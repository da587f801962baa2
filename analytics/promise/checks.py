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
from survey.text import text
from survey.waves.opening_seal import FROZEN, erased_as_recorded, frozen_seal, seal_now
from survey.waves.wave import State, Wave


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: what was found, and whether it is well."""

    holds: bool
    sentence: str


def check(store: Store, *, cut_off: Sequence[Wave] = ()) -> list[Finding]:
    """Look at every wave, its key, its box and the seal of its publication.

    `cut_off` are past waves whose answers did not all come in: they are in no figure, and wait for
    somebody.
    """
    waves = [found for wave in store.waves() for found in _wave(store, wave)]
    waiting = [Finding(False, text("history.check", wave=wave.key)) for wave in cut_off]
    return [_guards(store), *waves, *waiting, *_of_no_wave(store)]


def _of_no_wave(store: Store) -> Iterator[Finding]:
    """Files under the number of a wave that is not here, or whose opening never began."""
    begun = {wave.id for wave in store.waves() if wave.public_key is not None}
    found = wave_files(store.settings).items()
    if strange := [file for number, files in found if number not in begun for file in files]:
        yield Finding(False, text("leftovers.check", files=named(strange, store.settings)))


def _guards(store: Store) -> Finding:
    if store.guarded():
        return Finding(True, "The database refuses what it can refuse.")
    return Finding(
        False,
        "Some of the database's own guards are gone or switched off. Find out who did that; they "
        "are put back when Same Boat starts again.",
    )


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
        return Finding(False, f"Wave {wave.key}: {trouble}")
    if wave.public_key is None or not belongs(keys, wave.public_key):
        return Finding(False, f"Wave {wave.key}: {store.keys.wrong(wave.id)}")
    return Finding(True, f"Wave {wave.key} is {wave.state} and its key is in place.")


def _box(store: Store, wave: Wave) -> Finding:
    if store.has_box(wave.id):
        return Finding(True, f"Wave {wave.key}: its ballot box is in place.")
    return Finding(False, f"Wave {wave.key}: its ballot box is missing. Put the file back.")


def _as_it_opened(store: Store, wave: Wave) -> Finding:
    """Roster, tree and rules against the seal on the record."""
    line = store.last_audit(verb=AuditVerb.OPEN_WAVE, subject=wave.key)
    if line is None or not line.detail.startswith(FROZEN):
        return _opened_unsealed(store, wave, line)
    roster, erasures = store.roster(wave.id), store.erasures()
    now = frozen_seal(wave, store.wave_units(wave.id), roster)
    should_be = seal_now(line.detail.removeprefix(FROZEN), wave.key, erasures)
    if now == should_be and erased_as_recorded(roster, wave.key, erasures):
        return Finding(True, f"Wave {wave.key}: roster and rules are as they were at opening.")
    return Finding(False, f"Wave {wave.key}: roster or rules were changed after opening.")


def _opened_unsealed(store: Store, wave: Wave, opened: AuditLine | None) -> Finding:
    """That is well only where it opened before there were such seals."""
    since = store.last_audit(verb=AuditVerb.UPGRADE_DATABASE, subject=SEALED_FROM)
    if opened is not None and since is not None and opened.number < since.number:
        return Finding(True, f"Wave {wave.key} opened under a release that made no seal.")
    return Finding(False, f"Wave {wave.key}: what it froze at opening has no seal on the record.")


def _publication(store: Store, wave: Wave) -> Iterator[Finding]:
    rows = store.cells(waves=[wave.id])
    if as_sealed(store, wave, rows):
        yield Finding(True, f"Wave {wave.key}: {len(rows)} published cells, as they were sealed.")
    else:
        yield Finding(False, f"Wave {wave.key}: published cells were changed after closing.")
    few = [row for row in rows if row.people_low and row.people_low < people_needed(row, wave.k)]
    few += [row for row in rows if row.invited is not None and row.invited < wave.k]
    if few:
        yield Finding(False, f"Wave {wave.key}: {len(few)} cells are about too few people.")
    else:
        yield Finding(True, f"Wave {wave.key}: every shown cell is about {wave.k} people or more.")


def _comments(store: Store, wave: Wave) -> Finding:
    told = store.diagnostics(wave.id).get(COMMENTS, 0.0)
    try:
        there = len(store.comments(wave.id))
    except Trouble as trouble:
        return Finding(False, f"Wave {wave.key}: its comments cannot be read. {trouble}")
    deleted = store.last_audit(verb=AuditVerb.DELETE_COMMENTS, subject=wave.key)
    if deleted and not there:
        when = f"{deleted.moment:%F}"
        return Finding(True, f"Wave {wave.key}: its comments were deleted on {when}, in time.")
    if deleted:
        return Finding(False, f"Wave {wave.key}: {there} comments are back after their deletion.")
    if there == told:
        return Finding(True, f"Wave {wave.key}: {there} comments, as many as were published.")
    return Finding(
        False, f"Wave {wave.key}: {there} comments, but {told:.0f} were published. Restore them."
    )


def _kept(store: Store, wave: Wave) -> Finding:
    if wave.id not in store.waves_with_kept_answers():
        return Finding(True, f"Wave {wave.key}: no answer rows are kept.")
    if wave.kept_until is not None and store.now() < wave.kept_until:
        return Finding(True, f"Wave {wave.key}: answer rows are kept until {wave.kept_until:%F}.")
    return Finding(False, f"Wave {wave.key}: answer rows are kept for longer than was promised.")


def _nothing_written(store: Store, wave: Wave) -> Finding:
    """A wave without a publication has neither comments nor answer rows."""
    if wave.id in store.comment_rows.waves() | store.waves_with_kept_answers():
        return Finding(False, f"Wave {wave.key} is {wave.state}, but what was written is kept.")
    return Finding(True, f"Wave {wave.key}: no comment and no answer row is kept.")


def _nothing_left(store: Store, wave: Wave) -> Finding:
    if wave.public_key is not None and wave.id in store.leftovers():
        return Finding(False, f"Wave {wave.key} is {wave.state} but its ballots are not destroyed.")
    return Finding(True, f"Wave {wave.key}: no ballot, link or key is left.")
