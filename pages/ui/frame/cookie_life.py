"""How long does a cookie last? As long as what it opens, and no longer."""

from datetime import timedelta

from pages.ui.frame.kept_links import is_link_cookie
from survey.actions.sign_in import READING, SESSION, reader_in
from survey.answering.links import wave_of
from survey.store import Store

AFTERWARDS = timedelta(days=1)
"""A form that is open when its wave closes says so the day after, too."""
OF_NOTHING = timedelta(hours=1)


def lasts(store: Store, name: str, value: str) -> int:
    """The seconds after which a browser forgets a cookie: a session's, a reading link's, or until a
    day after the wave of a personal link closes."""
    if is_link_cookie(name):
        return int(_until_closed(store, value).total_seconds())
    reads = reader_in(store, value) is not None
    return int((READING if reads else SESSION).total_seconds())


def _until_closed(store: Store, link: str) -> timedelta:
    number = wave_of(link)
    standing = store.standing(number) if number is not None else None
    left = standing[2] - store.now() + AFTERWARDS if standing else OF_NOTHING
    return max(left, OF_NOTHING)
