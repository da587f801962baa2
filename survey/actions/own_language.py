"""Choosing the language one is spoken to in, on pages and in mails; somebody's own affair."""

from sqlalchemy import update
from sqlmodel import col

from survey.audit import AuditVerb
from survey.languages import languages
from survey.organisation.permissions import Viewer
from survey.storage.people_tables import PersonRow
from survey.store import Store


def choose_language(store: Store, language: str, *, viewer: Viewer) -> None:
    """Keep the language of whoever is signed in; who only reads by a link keeps none.

    A list of people that is brought in later may say another one.
    """
    person = store.person(viewer.person)
    if viewer.only_reads or person is None or language not in languages():
        return
    if person.language == language:
        return
    with store.change(
        AuditVerb.EDIT_PERSON, actor=viewer.person, subject=viewer.person, detail="language"
    ) as session:
        mine = col(PersonRow.key) == viewer.person
        session.execute(update(PersonRow).where(mine).values(language=language))
