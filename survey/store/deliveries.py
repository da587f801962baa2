"""Questions about mails: who can be written to, whose address fails, how a wave's mails stand."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType

from sqlalchemy import Connection, func, select
from sqlmodel import col

from survey.mail.deliveries import Occasion, Standing
from survey.organisation.structure import Person
from survey.storage.database import speaking
from survey.storage.people_tables import AskedAddressRow, BounceRow
from survey.storage.tables import DeliveryRow
from survey.store.boxes import Boxes
from survey.store.organisation import OrganisationQuestions
from survey.waves.wave import State, Wave


class DeliveryQuestions(Boxes, OrganisationQuestions):
    """The part of the store that knows about mails."""

    def reachable(self) -> set[str]:
        """Everybody here with an address that works, as far as is known."""
        bounced = self.bounces()
        people = self.people().values()
        return {p.key for p in people if p.active and p.email and p.key not in bounced}

    def addresses(self, people: Collection[str]) -> dict[str, str]:
        """The address of each of these people who can be written to now."""
        known = self.people()
        return {key: known[key].email for key in self.reachable() & set(people)}

    def reached(self, keys: Collection[str]) -> dict[str, Person]:
        """Those of these people who are here with an address that works, as far as is known."""
        known = self.people_named(keys)
        query = select(col(BounceRow.person)).where(col(BounceRow.person).in_(sorted(known)))
        bounced = set(self.scalars(query))
        return {k: p for k, p in known.items() if p.active and p.email and k not in bounced}

    def addressed(self, wave: int, keys: Collection[str]) -> dict[str, Person]:
        """Those of these people asked who had an address when an open wave opened, with it.

        Whatever was done to their row since: somebody could have a link sent to themselves.
        """
        row = AskedAddressRow
        mine = (col(row.wave) == wave) & col(row.person).in_(sorted(keys))
        query = select(col(row.person), col(row.address)).where(mine)
        found = dict(self.found(query))
        known = self.people_named(found)
        return {key: replace(known[key], email=found[key]) for key in found if key in known}

    def asked_addresses(self, wave: int) -> dict[str, str]:
        """The address of everybody asked who had one when an open wave opened."""
        return dict(self.remembered(("addresses", wave), lambda: self._asked_addresses(wave)))

    def _asked_addresses(self, wave: int) -> Mapping[str, str]:
        row = AskedAddressRow
        query = select(col(row.person), col(row.address)).where(col(row.wave) == wave)
        return dict(self.found(query))

    def bounces(self) -> dict[str, datetime]:
        """Everybody whose address does not work, and when that was noted."""
        query = select(col(BounceRow.person), col(BounceRow.noted))
        return dict(self.found(query))

    def mails(self, wave: Wave) -> Mapping[Standing, int]:
        """How the invitations of an open wave stand, or the results mails of a published one."""
        if wave.state is State.OPEN:
            counted = self.box(wave.id).look(lambda box: _counted(box, wave, Occasion.INVITATION))
        else:
            with self.reading() as connection:
                counted = _counted(connection, wave, Occasion.RESULTS)
        return MappingProxyType(counted)

    @contextmanager
    def mail_queue(self) -> Iterator[Connection]:
        """One transaction on the mails of the main database; the record has why they are there."""
        with self._one_change, speaking(), self.engine.begin() as connection:
            yield connection


def _counted(connection: Connection, wave: Wave, occasion: Occasion) -> dict[Standing, int]:
    row = DeliveryRow
    query = select(col(row.state), func.count()).where(
        col(row.wave) == wave.id, col(row.occasion) == occasion.value
    )
    found = connection.execute(query.group_by(col(row.state))).all()
    return {Standing(state): count for state, count in found}
