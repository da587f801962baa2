"""Questions about what teams try, what was passed up and answered, and what was heard."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Select, select
from sqlmodel import col

from survey.errors import NotFound
from survey.experiments.experiment import Candidate, Experiment, State
from survey.experiments.kept import experiment_of, heard_of, passed_of
from survey.experiments.passing import Heard, Passed
from survey.storage.experiment_tables import ExperimentRow, HeardRow, MatchRow, PassedUpRow
from survey.store.opened import Opened
from survey.text import sentence


class ExperimentQuestions(Opened):
    """The part of the store that knows what teams try."""

    def experiments(
        self, units: Collection[str] | None = None, *, states: Collection[State] = tuple(State)
    ) -> list[Experiment]:
        """The experiments of some units, or of all, in some states; the newest first."""
        row = ExperimentRow
        query = select(col(row.content)).where(col(row.state).in_([s.value for s in states]))
        if units is not None:
            query = query.where(col(row.unit).in_(sorted(units)))
        found = [experiment_of(kept) for kept in self._contents(query)]
        return sorted(found, key=lambda one: (one.made, one.follows or "", one.key), reverse=True)

    def experiment(self, key: str) -> Experiment:
        """An experiment by its key. Errors: NotFound."""
        return experiment_of(self._content(ExperimentRow, key))

    def shared_ideas(self, *, but: str) -> list[Candidate]:
        """The ideas other units share, the newest first; whose they are is not in them."""
        shared = (one for one in self.experiments() if one.shared and one.unit != but)
        ideas = (one.chosen for one in shared if one.chosen)
        return [replace(i, by="", owner=None, measure=None, guard=None, whom="") for i in ideas]

    def passed_up(
        self, *, units: Collection[str] | None = None, to: Collection[str] | None = None
    ) -> list[Passed]:
        """What some units passed up, or was passed to some; all without either; oldest first."""
        query = select(col(PassedUpRow.content))
        if units is not None:
            query = query.where(col(PassedUpRow.unit).in_(sorted(units)))
        if to is not None:
            query = query.where(col(PassedUpRow.passed_to).in_(sorted(to)))
        found = [passed_of(kept) for kept in self._contents(query)]
        return sorted(found, key=lambda one: (one.asked, one.key))

    def passed(self, key: str) -> Passed:
        """One thing that was passed up, by its key. Errors: NotFound."""
        return passed_of(self._content(PassedUpRow, key))

    def heard(self) -> dict[str, Heard]:
        """What was heard and is done, by the key of the wave."""
        found = [heard_of(kept) for kept in self._contents(select(col(HeardRow.content)))]
        return {one.wave: one for one in found}

    def matches(self, unit: str, wave: str) -> list[tuple[str, str]]:
        """The needs and offers of a unit in a wave that its people brought together, by key."""
        query = select(col(MatchRow.need), col(MatchRow.offer)).where(
            col(MatchRow.unit) == unit, col(MatchRow.wave) == wave
        )
        return sorted((need, offer) for need, offer in self.found(query))

    def _content(self, kind: type[ExperimentRow | PassedUpRow], key: str) -> str:
        found = self._contents(select(col(kind.content)).where(col(kind.key) == key))
        if not found:
            raise NotFound(sentence("refused.missing.experiment"))
        return found[0]

    def _contents(self, query: Select[Any]) -> Sequence[str]:
        return self.scalars(query)
