"""Keeping the organisation's name, mark and colour, which every page, mail and paper shows."""

from base64 import b64encode

from survey.actions.preferences import prefer
from survey.organisation.brand import check_colour, check_name
from survey.organisation.mark import read_mark
from survey.organisation.permissions import Viewer, check_is_hr
from survey.store import Store
from survey.waves.calendar import Preference

ABOUT = "name, mark and colour"


def choose_brand(
    store: Store, *, name: str, colour: str, mark: bytes | None, viewer: Viewer
) -> None:
    """Keep what the organisation shows itself by; "" and b"" are ours again, None leaves the mark.

    Errors: NotAllowed; BadInput with what is wrong with name, colour or mark.
    """
    check_is_hr(viewer)
    choices = {Preference.NAME: check_name(name), Preference.COLOUR: check_colour(colour)}
    if mark is not None:
        drawn = read_mark(mark) if mark else b""
        choices[Preference.MARK] = b64encode(drawn).decode()
    prefer(store, choices, actor=viewer.person, about=ABOUT)
