"""The comments file: what HR asks for by name, and never a part of any report.

Each comment stands under the unit and scope where it is read, in an order that says nothing, with
no time, language or score. Taking the file is on the record.
"""

from collections.abc import Iterator

from analytics.exports.safe_csv import csv_pieces, inert
from analytics.figures.published_waves import published
from survey.audit import AuditVerb
from survey.errors import NotFound
from survey.organisation.permissions import Viewer, check_is_hr
from survey.store import Store
from survey.text import sentence
from survey.waves.wave import Wave

COLUMNS = ("wave", "unit", "unit_name", "scope", "prompt", "prompt_text", "comment")


def comments_file(store: Store, *, wave: str, viewer: Viewer) -> Iterator[bytes]:
    """The comments of a wave as HR takes them. Errors: NotAllowed, NotFound."""
    check_is_hr(viewer)
    return comments_csv(store, wave=wave, actor=viewer.person)


def comments_csv(store: Store, *, wave: str, actor: str) -> Iterator[bytes]:
    """The comments of a wave as CSV in pieces; that somebody took them is put on the record.

    Errors: NotFound when the wave has no publication.
    """
    found = next((w for w in published(store) if w.key == wave), None)
    if found is None:
        raise NotFound(sentence("refused.missing.comments", wave=wave))
    rows = _rows(store, found)
    store.note(AuditVerb.TAKE_COMMENTS, actor=actor, subject=wave)
    return csv_pieces([COLUMNS, *rows], bom=True)


def _rows(store: Store, wave: Wave) -> list[list[str]]:
    names = {unit.key: unit.name for unit in store.wave_units(wave.id)}
    asked = {prompt.id: prompt.text for prompt in wave.instrument.prompts}
    rows = [
        (wave.key, c.unit, names[c.unit], c.scope, c.prompt, asked[c.prompt], c.text)
        for c in store.comments(wave.id)
        if c.withdrawn is None
    ]
    return [[inert(value) for value in row] for row in rows]
