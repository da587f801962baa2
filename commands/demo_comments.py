"""What the people of the fictional organisation write, now and then, besides their answers."""

from collections.abc import Iterator
from itertools import cycle

from commands.demo_content import Remarks, chance


class Pens:
    """The comments of one wave, the same for the same seed; nobody repeats another soon."""

    def __init__(self, remarks: Remarks, *, seed: int, wave: int) -> None:
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
        prompts = now.sample(sorted(self._decks), 2 if now.random() < self._remarks.both else 1)
        return {prompt: next(self._decks[prompt]) for prompt in sorted(prompts)}
