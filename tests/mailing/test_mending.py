"""Promises of mending an address: only one that was refused, and in the open."""

from dataclasses import replace

import pytest

from survey.actions.deliveries import queue_invitations
from survey.actions.mending import mend_addresses, to_mend
from survey.answering.respondent import respondent
from survey.audit import AuditVerb
from survey.errors import NotAllowed, Refused
from survey.mail import Outcome
from survey.mailing.delivering import deliver
from survey.store import Store
from tests.make import Clock, keep_people, populate, start
from tests.make_hr import HR, MEMBER
from tests.make_mails import Taking, team


def asked(store: Store) -> dict[str, str]:
    """A wave opened for ten people whose invitations wait for a mail server; everybody's token."""
    populate(store, team(10))
    links = start(store)
    queue_invitations(store, store.wave("w1"))
    return links


def corrected(store: Store, who: str, address: str) -> None:
    """HR types another address for somebody."""
    keep_people(store, [replace(store.people()[who], email=address)])


def refusing(store: Store, who: str) -> Taking:
    """A mail server that knows nobody at one address, to which the invitations went."""
    server = Taking(says={store.people()[who].email: [Outcome.NO_SUCH_ADDRESS]})
    deliver(store, server)
    return server


def test_a_refused_invitation_goes_to_the_corrected_address(store: Store, clock: Clock) -> None:
    """Once, on the record, and told on the form of nobody else."""
    links = asked(store)
    server = refusing(store, "ant-3")
    assert to_mend(store, store.wave("w1")) == {}
    corrected(store, "ant-3", "right@boat.example")
    corrected(store, "ant-4", "hr@boat.example")

    assert mend_addresses(store, key="w1", viewer=HR) == 1
    sent = len(server.mails)
    clock.move(minutes=1)
    deliver(store, server)

    assert [mail.to for mail in server.mails[sent:]] == ["right@boat.example"]
    assert respondent(store, links["ant-3"]).mended == (clock().date(),)
    assert respondent(store, links["ant-4"]).mended == ()
    line = store.last_audit(verb=AuditVerb.MEND_ADDRESS, subject="ant-3")
    assert line is not None
    assert line.detail == "w1"
    with pytest.raises(Refused, match="was given up"):
        mend_addresses(store, key="w1", viewer=HR)


def test_an_address_that_was_not_refused_stays(store: Store) -> None:
    """Whatever HR types or notes: nobody has a link sent to themselves."""
    asked(store)
    deliver(store, Taking())
    corrected(store, "ant-3", "hr@boat.example")

    with pytest.raises(Refused, match="was given up"):
        mend_addresses(store, key="w1", viewer=HR)
    with pytest.raises(NotAllowed):
        mend_addresses(store, key="w1", viewer=MEMBER)


def test_a_corrected_address_that_is_somebody_elses_mends_nothing(duckdb_store: Store) -> None:
    """Nor does the plus-part of one."""
    asked(duckdb_store)
    refusing(duckdb_store, "ant-3")
    other = duckdb_store.people()["ant-4"].email

    corrected(duckdb_store, "ant-3", other.replace("@", "+x@"))

    assert to_mend(duckdb_store, duckdb_store.wave("w1")) == {}
