"""What the people of the fictional organisation say: levels, leanings, stories and noise."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from commands.demo_comments import Pens
from commands.demo_content import Script, chance, remarks
from commands.demo_organisation import key_of
from survey.organisation.structure import Unit, above
from survey.questionnaire.instrument import Instrument, Item
from survey.questionnaire.parts import FOLLOW_UP
from survey.questionnaire.scale import AGREEING

SIGNS_PER_POINT = 0.1
SIX = 6
NEW_EACH_WAVE = 0.7


@dataclass(frozen=True)
class Voices:
    """Everybody's answers, the same for the same seed; waves count from 0, the open one is last."""

    script: Script
    instrument: Instrument
    units: Mapping[str, Unit]
    past_waves: int
    seed: int

    def ballots(
        self, homes: Mapping[str, str], *, wave: int
    ) -> Iterator[tuple[str, dict[str, object]]]:
        """Who answers in a wave, and what: a point by statement, True by sign, words by prompt."""
        asked = [one.id for one in self.instrument.prompts]
        pens = Pens(remarks(), asked, seed=self.seed, wave=wave)
        people: dict[str, list[str]] = {}
        for person in sorted(homes):
            people.setdefault(homes[person], []).append(person)
        for home, members in sorted(people.items()):
            levels = self._levels(home, wave)
            for person in self._answering(home, members, wave):
                yield person, self._ballot(person, levels, wave) | pens.of(person)

    def _answering(self, home: str, members: Sequence[str], wave: int) -> list[str]:
        """Those who take part this time; some people nearly always do."""
        now = chance(self.seed, "turnout", home, wave)
        wish = {
            person: chance(self.seed, "habit", person).random() + NEW_EACH_WAVE * now.random()
            for person in members
        }
        return sorted(members, key=lambda person: -wish[person])[: self._number(members, wave)]

    def _number(self, members: Sequence[str], wave: int) -> int:
        """How many answer: a share, yet six of seven or more, so that a team is seldom withheld."""
        if wave >= self.past_waves:
            return round(self.script.so_far * len(members))
        share = chance(self.seed, "share", *members, wave).uniform(*self.script.taking_part)
        if len(members) <= SIX:
            return round(share * len(members))
        return max(SIX, round(share * len(members)))

    def _levels(self, home: str, wave: int) -> dict[str, float]:
        """What a unit's people would answer on average; for signs, the share that ticks."""
        chain = above(home, self.units)
        return {
            item.id: self._level(item, home, wave) + self._shift(item, chain, wave)
            for item in (*self.instrument.statements, *self.instrument.signs)
        }

    def _level(self, item: Item, home: str, wave: int) -> float:
        if item.id in self.script.signs:
            return self.script.signs[item.id]
        spread, about = self.script.spread, (home, item.construct)
        lasting = chance(self.seed, "team", *about).gauss(0, spread["team"])
        passing = chance(self.seed, "wave", *about, wave).gauss(0, spread["wave"])
        return self.script.levels[item.construct] + lasting + passing

    def _shift(self, item: Item, chain: Sequence[str], wave: int) -> float:
        """What the stories of a unit and of the units above it add."""
        named = {item.id, item.construct, item.composite}
        return sum(
            between(story.shift, self._through(wave))
            for story in self.script.stories
            if key_of(story.unit) in chain and named.intersection(story.about)
        )

    def _through(self, wave: int) -> float:
        """How far through the past waves: 0 at the first, 1 at the last and after it."""
        return min(1.0, wave / (self.past_waves - 1)) if self.past_waves > 1 else 1.0

    def _ballot(self, person: str, levels: Mapping[str, float], wave: int) -> dict[str, object]:
        spread, now = self.script.spread, chance(self.seed, "answers", person, wave)
        later = chance(self.seed, "what follows", person, wave)
        leaning = chance(self.seed, "leaning", person).gauss(0, spread["person"])
        ballot: dict[str, object] = {}
        for item in self.instrument.statements:
            mood = later if item.composite == FOLLOW_UP else now
            felt = levels[item.id] + leaning + mood.gauss(0, spread["answer"])
            if mood.random() >= self.script.skip:
                ballot[item.id] = given(item, felt)
        for sign in self.instrument.signs:
            if now.random() < levels[sign.id] - SIGNS_PER_POINT * leaning:
                ballot[sign.id] = True
        return ballot


def given(item: Item, felt: float) -> int:
    """The answer somebody gives who feels this good about it, turned where the statement is."""
    point = min(max(round(felt), 1), AGREEING.top)
    return AGREEING.turned(point) if item.reverse else point


def between(values: Sequence[float], through: float) -> float:
    """The value this far (0 to 1) along a list, on a straight line between its neighbours."""
    at = through * (len(values) - 1)
    low = min(int(at), len(values) - 1)
    high = min(low + 1, len(values) - 1)
    return values[low] + (at - low) * (values[high] - values[low])
