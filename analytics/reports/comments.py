"""Which comments may this viewer read where, and in which do some words stand?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from analytics.figures.published_waves import published
from survey.errors import NotFound
from survey.organisation.permissions import Viewer, check_may_see
from survey.questionnaire.instrument import Instrument
from survey.store import Store
from survey.text import sentence
from survey.waves.comments import Comment
from survey.waves.wave import Wave


@dataclass(frozen=True, slots=True)
class Prompt:
    """One open question, and the comments that stand under it here, in their lasting order."""

    asked: str
    comments: tuple[Comment, ...]


@dataclass(frozen=True, slots=True)
class Voices:
    """The comments of one unit in one wave; `waves` are those to choose from, newest first.

    `withdrawn` counts those whose text is gone.
    """

    unit: str
    waves: Mapping[str, str]
    wave: str | None
    prompts: tuple[Prompt, ...]
    withdrawn: int

    def asked_as(self, instrument: Instrument) -> "Voices":
        """The same under what was asked in the words of an instrument, which a reader may have."""
        asked = {prompt.id: prompt.text for prompt in instrument.prompts}
        said = (replace(one, asked=asked[one.comments[0].prompt]) for one in self.prompts)
        return replace(self, prompts=tuple(said))


def voices_of(store: Store, *, unit: str, viewer: Viewer, wave: str | None = None) -> Voices:
    """The comments that stand at a unit in a wave, the latest when None. Errors: NotFound."""
    units = store.units()
    check_may_see(viewer, unit, units)
    waves = {w.key: w for w in reversed(published(store)) if w.instrument.prompts}
    if wave is not None and wave not in waves:
        raise NotFound(sentence("refused.missing.wave"))
    chosen = waves[wave] if wave else next(iter(waves.values()), None)
    here = [c for c in store.comments(chosen.id) if c.unit == unit] if chosen else []
    return Voices(
        unit=units[unit].name,
        waves={key: w.name for key, w in waves.items()},
        wave=chosen.key if chosen else None,
        prompts=_prompts(chosen, here) if chosen else (),
        withdrawn=sum(comment.withdrawn is not None for comment in here),
    )


def _prompts(wave: Wave, comments: Sequence[Comment]) -> tuple[Prompt, ...]:
    sorted_in = (
        Prompt(prompt.text, tuple(c for c in comments if c.prompt == prompt.id and c.text))
        for prompt in wave.instrument.prompts
    )
    return tuple(prompt for prompt in sorted_in if prompt.comments)


def with_words(voices: Voices, words: str) -> Voices:
    """Of these comments those that hold all of these words, large or small."""
    wanted = words.casefold().split()
    found = (
        replace(prompt, comments=tuple(c for c in prompt.comments if _holds(c.text, wanted)))
        for prompt in voices.prompts
    )
    return replace(voices, prompts=tuple(prompt for prompt in found if prompt.comments))


def _holds(text: str, wanted: Sequence[str]) -> bool:
    return all(word in text.casefold() for word in wanted)
