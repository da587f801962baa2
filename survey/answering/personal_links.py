"""Which personal link does everybody asked in an open wave have, and when were some printed?"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from survey.answering.links import link_token
from survey.audit import AuditVerb
from survey.store import Store
from survey.waves.calendar import calendar_of
from survey.waves.wave import Wave


def links(store: Store, wave: Wave) -> dict[str, str]:
    """The personal link of everybody invited to an open wave. Errors: KeyTrouble."""
    secret = store.keys.read(wave.id).links
    base = store.settings.base_url
    return {
        person: f"{base}/i/{link_token(secret, wave.id, person)}"
        for person in sorted(store.roster(wave.id))
    }


def printed_on(store: Store, wave: Wave) -> tuple[date, ...]:
    """The days on which cards of a wave were made, on the organisation's clocks."""
    return store.remembered(("printed", wave.id), lambda: _printed_on(store, wave))


def mended_on(store: Store, wave: Wave) -> Mapping[str, tuple[date, ...]]:
    """Whose invitation was sent to a corrected address, and on which days."""
    return store.remembered(("mended", wave.id), lambda: _mended_on(store, wave))


def _printed_on(store: Store, wave: Wave) -> tuple[date, ...]:
    return _days(store, store.moments_of(verb=AuditVerb.MAKE_LINK_CARDS, subject=wave.key))


def _mended_on(store: Store, wave: Wave) -> Mapping[str, tuple[date, ...]]:
    mended = store.moments_with(verb=AuditVerb.MEND_ADDRESS, detail=wave.key)
    return {person: _days(store, moments) for person, moments in mended.items()}


def _days(store: Store, moments: Iterable[datetime]) -> tuple[date, ...]:
    calendar = calendar_of(store.preferences())
    return tuple(dict.fromkeys(calendar.day(moment) for moment in moments))
