"""What the people of the fictional organisation write, now and then, besides their answers."""

from collections.abc import Collection, Iterator
from itertools import cycle

from commands.demo_content import Remarks, chance
from survey.questionnaire.parts import NEEDS, OFFERS

INSTEAD = (NEEDS,), (NEEDS, OFFERS)
"""What is written in the place of each usual prompt where needs and offers are asked."""


class Pens:
    """The comments of one wave, the same for the same seed; nobody repeats another soon."""

    def __init__(self, remarks: Remarks, asked: Collection[str], *, seed: int, wave: int) -> None:
        usual = sorted(remarks.said.keys() - {NEEDS, OFFERS})
        written = INSTEAD if NEEDS in asked else [(one,) for one in usual]
        self._prompts = dict(zip(usual, written, strict=True))
        self._remarks, self._seed, self._wave = remarks, seed, wave
        self._decks = {prompt: self._deck(prompt) for prompt in remarks.said}

    def _deck(self, prompt: str) -> Iterator[str]:
        sentences = list(self._remarks.said[prompt])
        chance(self._seed, "deck", prompt, self._wave).shuffle(sentences)
        return cycle(sentences)

    def of(self, person: str) -> dict[str, str]:
        """What somebody who answers writes this time, by prompt; mostly nothing."""
        now = chance(self._seed, "pen", person, self._wave)
        ever = chance(self._seed, "pen", person).random() < self._remarks.writers
        if not ever or now.random() >= self._remarks.often:
            return {}
        drawn = now.sample(sorted(self._prompts), 2 if now.random() < self._remarks.both else 1)
        written = {prompt for one in drawn for prompt in self._prompts[one]}
        return {prompt: next(self._decks[prompt]) for prompt in sorted(written)}
