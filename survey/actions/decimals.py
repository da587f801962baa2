"""Keeping how an organisation writes figures in files."""

from survey.actions.preferences import prefer
from survey.organisation.permissions import Viewer, check_is_hr
from survey.store import Store
from survey.store.decimals import DecimalSign
from survey.waves.calendar import Preference


def choose_decimal_sign(store: Store, sign: DecimalSign, *, viewer: Viewer) -> None:
    """Write figures in files like this from now on. Errors: NotAllowed."""
    check_is_hr(viewer)
    chosen = {Preference.DECIMAL_SIGN: sign.value}
    prefer(store, chosen, actor=viewer.person, about="figures in files")
