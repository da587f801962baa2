"""Keeping what the organisation chose for itself; who chose what is on the record."""

from collections.abc import Mapping
from hashlib import sha256

from sqlalchemy import delete
from sqlmodel import col, insert

from survey.audit import AuditVerb
from survey.errors import BadInput, Problem
from survey.organisation.permissions import Viewer, check_is_hr
from survey.storage.people_tables import PreferenceRow
from survey.store import Store
from survey.store.decimals import DecimalSign
from survey.store.heard_within import FEWEST_DAYS, MOST_DAYS
from survey.text import sentence
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


def choose_decimal_sign(store: Store, sign: DecimalSign, *, viewer: Viewer) -> None:
    """Write figures in files like this from now on. Errors: NotAllowed."""
    check_is_hr(viewer)
    chosen = {Preference.DECIMAL_SIGN: sign.value}
    prefer(store, chosen, actor=viewer.person, about="figures in files")


def choose_heard_within(store: Store, days: int, *, viewer: Viewer) -> None:
    """Say what was heard within so many days from now on. Errors: NotAllowed, BadInput."""
    check_is_hr(viewer)
    if not FEWEST_DAYS <= days <= MOST_DAYS:
        message = sentence("refused.heard.days", fewest=FEWEST_DAYS, most=MOST_DAYS)
        raise BadInput(sentence("refused.calendar.unchanged"), [Problem(message, column="days")])
    prefer(store, {Preference.HEARD_DAYS: str(days)}, actor=viewer.person, about="what was heard")
