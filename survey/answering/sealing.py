"""Sealing: a ballot becomes bytes of one length that only the wave's private key opens.

libsodium's sealed box (X25519, XSalsa20-Poly1305): whoever seals keeps no key, so not even the
running app can open a ballot before the wave's private key is read at closing.
"""

import secrets
from collections.abc import Callable

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

from survey.errors import KeyTrouble
from survey.storage.keys import WaveKeys
from survey.text import sentence

BODY_BYTES = 8192
SEALED_BYTES = BODY_BYTES + 48


def make_keys() -> tuple[WaveKeys, str]:
    """New keys for a wave, and its public key in hex."""
    private = PrivateKey.generate()
    return (
        WaveKeys(private=bytes(private), links=secrets.token_bytes(32)),
        bytes(private.public_key).hex(),
    )


def seal(public_key: str, body: bytes) -> bytes:
    """`body` (JSON, at most 8192 bytes) padded to one length and sealed: always 8240 bytes."""
    assert len(body) <= BODY_BYTES, "answers.comment_room keeps every ballot within its envelope"
    return SealedBox(PublicKey(bytes.fromhex(public_key))).encrypt(body.ljust(BODY_BYTES))


def opener(keys: WaveKeys) -> Callable[[bytes], bytes]:
    """What opens the ballots of one wave. Errors: KeyTrouble when it is the wrong key."""
    box = SealedBox(PrivateKey(keys.private))

    def open_sealed(sealed: bytes) -> bytes:
        try:
            return box.decrypt(sealed)
        except CryptoError:
            raise KeyTrouble(sentence("refused.key.ballot")) from None

    return open_sealed


def belongs(keys: WaveKeys, public_key: str) -> bool:
    """Whether a private key is the one whose public half the wave holds."""
    return bytes(PrivateKey(keys.private).public_key).hex() == public_key
