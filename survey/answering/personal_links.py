"""Which personal link does everybody asked in an open wave have?"""

from survey.answering.links import link_token
from survey.store import Store
from survey.waves.wave import Wave


def links(store: Store, wave: Wave) -> dict[str, str]:
    """The personal link of everybody invited to an open wave. Errors: KeyTrouble."""
    secret = store.keys.read(wave.id).links
    base = store.settings.base_url
    return {
        person: f"{base}/i/{link_token(secret, wave.id, person)}"
        for person in sorted(store.roster(wave.id))
    }
