"""Noting that somebody but HR is about to be shown something: then past waves count as read.

Only that bit is kept. There is no line on the record, no name and no time (decision record 0038).
"""

from sqlalchemy import delete

from survey.organisation.permissions import Viewer
from survey.organisation.structure import Role
from survey.storage.published_tables import UnreadRow
from survey.store import Store


def note_reader(store: Store, viewer: Viewer | None) -> None:
    """Whoever looks, None for somebody we do not know; called before anything is shown."""
    is_hr = viewer is not None and Role.HR in viewer.roles
    if not is_hr and store.unread():
        with store.unsaid() as connection:
            connection.execute(delete(UnreadRow))
