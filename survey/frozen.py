"""What a wave froze when it opened, as one seal that breaks when roster or rules are changed."""

import json
from collections.abc import Iterable, Mapping
from hashlib import sha256

from survey.waves import Wave, WaveUnit

OPENED, FROZEN = "open wave", "frozen "
RULES_OF_A_WAVE = (
    "key", "opens", "closes", "k", "definition", "keep_days", "audience", "replay",
)  # fmt: skip


def frozen_seal(wave: Wave, units: Iterable[WaveUnit], roster: Mapping[str, int]) -> str:
    """SHA-256 over rules, tree and roster of a wave; opening writes it on the record."""
    rules = [getattr(wave, name) for name in RULES_OF_A_WAVE]
    tree = [[u.unit, u.key, u.name, u.parent, u.position, u.invited] for u in units]
    written = json.dumps([rules, tree, sorted(roster.items())], ensure_ascii=True, default=str)
    return sha256(written.encode()).hexdigest()
