"""What a wave froze when it opened, as one seal that breaks when roster or rules are changed.

Two things may change afterwards: in the rosters of waves that are over, an erased person stands
under a random key; and the closing day of an open wave may be moved later. The line of the record
that says so holds, for each of these waves, the seal that was found and the seal made anew. So the
seals of a wave are a chain from its opening to now, and whatever else is changed breaks it.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from survey.waves.wave import Wave, WaveUnit

FROZEN = "frozen "
SOMEBODY = "somebody erased"
ERASED_KEY = "erased-"
NOBODYS_KEY = re.compile(rf"{ERASED_KEY}[0-9a-f]{{32}}")
RULES_OF_A_WAVE = (
    "key", "opens", "closes", "k", "definition", "keep_days", "audience", "replay",
)  # fmt: skip


def frozen_seal(wave: Wave, units: Iterable[WaveUnit], roster: Mapping[str, int]) -> str:
    """SHA-256 over rules, tree and roster of a wave; opening writes it on the record."""
    rules = [getattr(wave, name) for name in RULES_OF_A_WAVE]
    tree = [[u.unit, u.key, u.name, u.parent, u.position, u.invited] for u in units]
    written = json.dumps([rules, tree, sorted(roster.items())], ensure_ascii=True, default=str)
    return sha256(written.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Amendment:
    """One person erased, or one closing day moved: by wave the seal before and the seal after.

    `key` is the random key of the person, or the key of the wave.
    """

    key: str
    seals: Mapping[str, tuple[str, str]]

    def detail(self) -> str:
        """What the line of the record says."""
        return json.dumps(self.seals)

    @classmethod
    def read(cls, subject: str, detail: str) -> "Amendment":
        """What a line of the record says; one that holds no seals says nothing of any wave."""
        try:
            found = json.loads(detail)
            seals = {str(wave): (str(old), str(new)) for wave, (old, new) in found.items()}
        except (ValueError, TypeError, AttributeError):
            seals = {}
        return cls(subject, seals)


def seal_now(opened: str, wave: str, amendments: Iterable[Amendment]) -> str:
    """The seal a wave should have, given that of its opening and all that was amended since."""
    seal = opened
    for amendment in amendments:
        before, after = amendment.seals.get(wave, ("", ""))
        seal = after if before == seal else seal
    return seal


def erased_as_recorded(roster: Iterable[str], wave: str, amendments: Iterable[Amendment]) -> bool:
    """Whether exactly those of a roster are nobody's keys whose erasure is on the record."""
    nobody = {person for person in roster if NOBODYS_KEY.fullmatch(person)}
    erased = {one.key for one in amendments if wave in one.seals}
    return nobody == {key for key in erased if NOBODYS_KEY.fullmatch(key)}
