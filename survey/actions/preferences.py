"""Keeping what the organisation chose for itself; who chose what is on the record."""

from collections.abc import Mapping
from hashlib import sha256

from sqlalchemy import delete
from sqlmodel import col, insert

from survey.audit import AuditVerb
from survey.storage.tables import PreferenceRow
from survey.store import Store
from survey.waves.calendar import Preference


def prefer(store: Store, choices: Mapping[Preference, str], *, actor: str, about: str) -> None:
    """Keep choices by name, over any of the same name; nothing happens when all stand already.

    `about` says what was chosen, such as "time and holidays".
    """
    before = store.preferences()
    changed = {name: value for name, value in choices.items() if before.get(name) != value}
    if not changed:
        return
    detail = ", ".join(f"{name}: {_told(name, value)}" for name, value in sorted(changed.items()))
    rows = [{"name": name.value, "value": value} for name, value in sorted(changed.items())]
    with store.change(AuditVerb.CHOOSE, actor=actor, subject=about, detail=detail) as session:
        there = col(PreferenceRow.name).in_([row["name"] for row in rows])
        session.execute(delete(PreferenceRow).where(there))
        session.execute(insert(PreferenceRow), rows)


def _told(name: Preference, value: str) -> str:
    """What the record says of a choice; of a picture, by what it is known again."""
    if name is Preference.MARK and value:
        return f"picture {sha256(value.encode()).hexdigest()[:12]}"
    return value
