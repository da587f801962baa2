"""Which personal link does everybody asked in an open wave have, and when were some printed?"""

from datetime import date

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


def _printed_on(store: Store, wave: Wave) -> tuple[date, ...]:
    moments = store.moments_of(verb=AuditVerb.MAKE_LINK_CARDS, subject=wave.key)
    calendar = calendar_of(store.preferences())
    return tuple(dict.fromkeys(calendar.day(moment) for moment in moments))


def mended_on(store: Store, wave: Wave, person: str) -> tuple[date, ...]:
    """The days on which somebody's invitation was sent to a corrected address."""
    moments = store.moments_of(verb=AuditVerb.MEND_ADDRESS, subject=person, detail=wave.key)
    calendar = calendar_of(store.preferences())
    return tuple(dict.fromkeys(calendar.day(moment) for moment in moments))
