"""What do people of a unit need, and what do others offer? Comments of one wave, side by side."""

from dataclasses import dataclass

from analytics.reports.comments import voices_of
from survey.organisation.permissions import Viewer
from survey.questionnaire.parts import NEEDS, OFFERS
from survey.store import Store
from survey.waves.comments import Comment


@dataclass(frozen=True, slots=True)
class NeedsAndOffers:
    """Of one wave; `matched` are pairs that the unit brought together, need first."""

    wave: str
    needs: tuple[Comment, ...]
    offers: tuple[Comment, ...]
    matched: tuple[tuple[Comment, Comment], ...]


def needs_and_offers(store: Store, *, unit: str, viewer: Viewer) -> NeedsAndOffers | None:
    """Those of the latest wave; None where none stand with the unit. Errors: NotFound."""
    voices = voices_of(store, unit=unit, viewer=viewer)
    here = {c.prompt: list[Comment]() for prompt in voices.prompts for c in prompt.comments}
    for prompt in voices.prompts:
        for comment in prompt.comments:
            here[comment.prompt].append(comment)
    needs, offers = (tuple(here.get(prompt, ())) for prompt in (NEEDS, OFFERS))
    if voices.wave is None or not (needs and offers):
        return None
    known = {c.key: c for c in (*needs, *offers)}
    pairs = store.matches(unit, voices.wave)
    matched = ((known[n], known[o]) for n, o in pairs if n in known and o in known)
    return NeedsAndOffers(voices.wave, needs, offers, tuple(matched))
