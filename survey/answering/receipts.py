"""A receipt: how somebody, and nobody else, finds out after closing that their answers came in.

Its code comes from a random number of the form, so that the same form sends the same code again,
and another form's code stays unknown. The ballot holds a keyed hash of the code, sealed with it:
whichever ballot of a link was kept, its receipt was. Closing keeps the hashes, and as many others
as people did not answer, so that their number tells nothing (decision record 0027). The others are
made from a secret of the wave that closing destroys: the same box has the same receipts, which are
under the seal of the publication, and afterwards nobody can tell which are which.
"""

import hmac
import secrets
from hashlib import sha256

from survey.store import Store
from survey.waves.wave import State, Wave

NUMBER_BYTES, CODE_BYTES, HASH_LETTERS = 16, 10, 32
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ_AS = str.maketrans("OIL", "011", " -\u2010\u2011\u2013")
GROUP = 4


def new_number() -> str:
    """The random number of a form when it is first drawn; it stays with the draft."""
    return secrets.token_urlsafe(NUMBER_BYTES)


def code_of(public_key: str, number: str) -> str:
    """The code to show: 16 letters and digits in groups of four, for one form in one wave."""
    digest = hmac.digest(public_key.encode(), f"receipt:{number}".encode(), sha256)[:CODE_BYTES]
    value, letters = int.from_bytes(digest), []
    for _ in range(CODE_BYTES * 8 // 5):
        value, letter = divmod(value, len(LETTERS))
        letters.append(LETTERS[letter])
    return "-".join("".join(letters[at : at + GROUP]) for at in range(0, len(letters), GROUP))


def kept_hash(public_key: str, code: str) -> str:
    """What is kept of a code, however it was typed: a hash of one length."""
    typed = code.upper().translate(_READ_AS)
    return hmac.digest(public_key.encode(), f"kept:{typed}".encode(), sha256).hex()[:HASH_LETTERS]


def padded(hashes: list[str], *, asked: int, secret: bytes) -> list[str]:
    """As many hashes as people were asked, in an order that tells nothing."""
    missing = max(0, asked - len(hashes))
    others = (hmac.digest(secret, f"nobody:{n}".encode(), sha256).hex() for n in range(missing))
    return sorted([*hashes, *(other[:HASH_LETTERS] for other in others)])


def counted_in(store: Store, code: str) -> Wave | None:
    """The wave in which the answers of a receipt were counted; None where it is not known."""
    waves = [wave for wave in store.waves() if wave.state is State.PUBLISHED and wave.public_key]
    hashes = {kept_hash(str(wave.public_key), code) for wave in waves}
    found = store.wave_of_receipt(hashes) if hashes else None
    return next((wave for wave in waves if wave.id == found), None)
