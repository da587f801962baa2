"""Whoever answers, as their page knows them, and what an open tab remembers of it.

Pressing Send runs the page again. When the wave has closed meanwhile, or the store cannot be
reached, the form is drawn from what the tab remembers, so that no answer is lost from sight.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

import streamlit as st

from survey.answering.naming import Naming
from survey.errors import SameBoatError, TakesNoneNow, WaveNotOpen
from survey.questionnaire.instrument import Instrument
from survey.questionnaire.instrument_file import freeze, thaw

_MEMORY = "pulse_asked"


class Asked(Protocol):
    """Somebody with a good link: what they are asked, and where their answers count."""

    @property
    def instrument(self) -> Instrument:
        """What the wave asks."""

    @property
    def counts_in(self) -> str:
        """The name of the unit their answers count in; empty when too few are invited anywhere."""

    @property
    def invited(self) -> int:
        """How many are invited there."""

    @property
    def mended(self) -> Sequence[date]:
        """The days on which their invitation was sent to a corrected address."""

    @property
    def new(self) -> int:
        """How many of them are asked for the first time."""

    @property
    def k(self) -> int:
        """The smallest group that is shown."""

    @property
    def closes(self) -> datetime:
        """When the wave closes, on the organisation's clocks."""

    @property
    def keep_days(self) -> int | None:
        """For how many days anonymous answer rows are kept after closing; None keeps none."""

    @property
    def printed(self) -> Sequence[date]:
        """The days on which a card with their link was made."""

    def naming(self, texts: Iterable[str]) -> Naming:
        """What in these texts points at people. Errors: Trouble."""

    @property
    def wave(self) -> int:
        """The number of the wave."""

    @property
    def home(self) -> str:
        """The key of the unit they are at home in."""

    def send(self, raw: Mapping[str, object], receipt: str) -> str:
        """Send the answers once; their receipt's code. Errors: LinkRefused, BadInput, Trouble."""


@dataclass(frozen=True, slots=True)
class Remembered:
    """What a tab shows although its link cannot be used any more; sending says why."""

    instrument: Instrument
    counts_in: str
    invited: int
    k: int
    closes: datetime
    keep_days: int | None
    refusal: SameBoatError
    printed: tuple[date, ...] = ()
    wave: int = 0
    home: str = ""
    new: int = 0
    mended: tuple[date, ...] = ()

    def naming(self, texts: Iterable[str]) -> Naming:  # noqa: ARG002 - nothing can be sent
        """Nothing: sending says why before anybody could read it."""
        return Naming()

    def send(self, raw: Mapping[str, object], receipt: str) -> str:  # noqa: ARG002 - as above
        """Say why nothing can be sent."""
        raise self.refusal


def remember(asked: Asked) -> None:
    """Keep what this tab shows, as one text (own classes do not survive in a session)."""
    if _MEMORY in st.session_state:
        return
    st.session_state[_MEMORY] = json.dumps(
        {
            "instrument": freeze(asked.instrument),
            "counts_in": asked.counts_in,
            "invited": asked.invited,
            "new": asked.new,
            "mended": [day.isoformat() for day in asked.mended],
            "k": asked.k,
            "closes": asked.closes.isoformat(),
            "keep_days": asked.keep_days,
            "printed": [day.isoformat() for day in asked.printed],
        }
    )


def remembered(refusal: SameBoatError) -> Remembered | None:
    """What this tab showed before `refusal` came, or None when it showed nothing yet."""
    kept = st.session_state.get(_MEMORY)
    if kept is None:
        return None
    values = json.loads(kept)
    return Remembered(
        instrument=thaw(values["instrument"]),
        counts_in=values["counts_in"],
        invited=values["invited"],
        new=values["new"],
        mended=tuple(map(date.fromisoformat, values["mended"])),
        k=values["k"],
        closes=datetime.fromisoformat(values["closes"]),
        keep_days=values["keep_days"],
        refusal=refusal,
        printed=tuple(map(date.fromisoformat, values["printed"])),
    )


def why_over(asked: Asked) -> WaveNotOpen | None:
    """Why the wave takes no answers, so that Send is switched off; None where it may."""
    match asked:
        case Remembered(refusal=TakesNoneNow()):
            return None
        case Remembered(refusal=WaveNotOpen() as over):
            return over
        case _:
            return None


def forget() -> None:
    """Forget what the tab showed: the answers were sent."""
    st.session_state.pop(_MEMORY, None)
