"""Keeping what somebody said about the columns of a file under a name, for the next such file."""

from sqlalchemy import delete
from sqlmodel import col, insert

from survey.audit import AuditVerb
from survey.errors import Refused
from survey.organisation.permissions import Viewer, check_is_hr
from survey.storage.people_tables import PreferenceRow
from survey.store import Store
from survey.store.preferences import MAPPING
from survey.text import sentence

LONGEST_NAME = 60


def keep_mapping(store: Store, *, kind: str, name: str, toml: str, viewer: Viewer) -> None:
    """Keep a mapping, over any of the same name. Errors: NotAllowed, Refused."""
    check_is_hr(viewer)
    name = " ".join(name.split())
    if not name.isprintable() or not 0 < len(name) <= LONGEST_NAME:
        raise Refused(sentence("refused.file.mapping_name", most=LONGEST_NAME))
    row = {"name": f"{MAPPING}{kind}/{name}", "value": toml}
    with store.change(
        AuditVerb.CHOOSE, actor=viewer.person, subject=f"{MAPPING}{kind}", detail=name
    ) as session:
        session.execute(delete(PreferenceRow).where(col(PreferenceRow.name) == row["name"]))
        session.execute(insert(PreferenceRow), [row])
