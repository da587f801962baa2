"""Promises of the company's own sign-in: who comes in by it, as whom, and with which roles."""

import logging
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from survey.actions.company_sign_in import enter_by_company
from survey.actions.organisation import grant, revoke
from survey.actions.sign_in import leave, person_in
from survey.browsers import Browser
from survey.errors import NotFound, Refused, Trouble
from survey.organisation.structure import Role
from survey.provider import Provider, provider_of, what_it_says
from survey.settings import Settings
from survey.store import Store
from tests.make import ACTOR, Clock, Universe, keep_people, person, populate

FEW = Universe({"all": 3}, {"all": None}, ())
URL = "https://login.example/.well-known/openid-configuration"
GIVEN: dict[str, Any] = {
    "data": Path("nowhere"),
    "base_url": "https://boat.example",
    "oidc_metadata_url": URL,
    "oidc_client_id": "boat",
    "oidc_client_secret": SecretStr("hidden"),
}


def provider(**more: object) -> Provider:
    found = provider_of(Settings(**{**GIVEN, **more}))
    assert found is not None
    return found


def come_in(store: Store, claims: dict[str, object], **more: object) -> str | None:
    """Who is signed in after the company's sign-in said this."""
    found = provider(**more)
    said = what_it_says(claims, found)
    token = enter_by_company(store, said, provider=found, browser=Browser())
    return person_in(store, token)


@pytest.fixture
def crew(store: Store) -> Store:
    """A store with three people, on both engines."""
    populate(store, FEW)
    return store


PROVEN = {"sub": "s-1", "email": "All-1@Boat.Example", "email_verified": True}


@pytest.mark.parametrize(
    "claims",
    [
        PROVEN,
        PROVEN | {"email_verified": "true"},
        {"sub": "s-1", "email": " all-1@boat.example ", "xms_edov": 1},
    ],
)
def test_somebody_is_known_by_a_proven_address(crew: Store, claims: dict[str, object]) -> None:
    """And the record says by which way they came."""
    assert come_in(crew, claims) == "all-1"
    line = crew.audit()[0]
    assert (line.actor, line.verb, line.subject) == ("all-1", "sign in by company", "all-1")


@pytest.mark.parametrize(
    "claims",
    [
        {"sub": "all-1"},
        {"email": "all-1@boat.example"},
        PROVEN | {"email_verified": False},
        PROVEN | {"email_verified": "yes"},
        PROVEN | {"email_verified": None},
        PROVEN | {"email": ["all-1@boat.example"]},
        PROVEN | {"email": ""},
        PROVEN | {"email": "all-1@boat.example\x00"},
        {"email_verified": True, "preferred_username": "all-1@boat.example"},
    ],
)
def test_an_address_that_is_not_proven_names_nobody(crew: Store, claims: dict[str, object]) -> None:
    before = crew.audit()
    with pytest.raises(Refused):
        come_in(crew, claims)
    assert crew.audit() == before


def test_somebody_is_known_by_their_id_where_a_claim_holds_it(crew: Store) -> None:
    """Then an address counts for nothing, proven or not."""
    assert come_in(crew, {"oid": "all-2"} | PROVEN, oidc_person_claim="oid") == "all-2"
    with pytest.raises(Refused):
        come_in(crew, PROVEN, oidc_person_claim="oid")
    with pytest.raises(NotFound):
        come_in(crew, {"oid": "ALL-2"}, oidc_person_claim="oid")


@pytest.mark.parametrize("how", ["unknown", "inactive", "shared"])
def test_whoever_is_not_here_or_is_not_one_person_gets_nothing(crew: Store, how: str) -> None:
    """Nothing is written: no session, no role, no line of the record."""
    address = "nobody@boat.example" if how == "unknown" else "all-1@boat.example"
    if how == "inactive":
        keep_people(crew, [person("all-1", "all", active=False)])
    if how == "shared":
        keep_people(crew, [replace(person("all-2", "all"), email="all-1@boat.example")])
    before = crew.audit()

    with pytest.raises(NotFound):
        come_in(crew, PROVEN | {"email": address, "groups": ["hr"]}, oidc_hr_groups="hr")
    assert crew.audit() == before


def test_groups_give_a_role_and_take_it_again(crew: Store) -> None:
    """At each sign-in; other sessions end when a role goes. The record names who did it."""
    grant(crew, person="all-2", role=Role.HR, actor=ACTOR)
    groups: dict[str, object] = {"oidc_hr_groups": "People Team, /hr", "oidc_council_groups": "wc"}

    come_in(crew, PROVEN | {"groups": ["/hr", "wc", "other"]}, **groups)
    assert crew.grants("all-1") == {Role.HR, Role.COUNCIL}
    come_in(crew, PROVEN | {"groups": ["wc"]}, **groups)
    assert crew.grants("all-1") == {Role.COUNCIL}
    come_in(crew, PROVEN, **groups)
    assert crew.grants("all-1") == set()
    told = [(e.actor, e.verb) for e in crew.audit() if e.actor == "company sign-in"]
    verbs = ("revoke council", "revoke hr", "grant council", "grant hr")
    assert told == [("company sign-in", verb) for verb in verbs]


def test_a_role_for_which_no_group_is_set_stays_as_it_was_given(crew: Store) -> None:
    grant(crew, person="all-1", role=Role.HR, actor=ACTOR)

    come_in(crew, PROVEN | {"groups": ["wc"]}, oidc_council_groups="wc")
    assert crew.grants("all-1") == {Role.HR, Role.COUNCIL}


def test_the_last_in_hr_keeps_their_role_whatever_their_groups_are(
    crew: Store, caplog: pytest.LogCaptureFixture
) -> None:
    grant(crew, person="all-1", role=Role.HR, actor=ACTOR)
    with caplog.at_level(logging.WARNING):
        assert come_in(crew, PROVEN, oidc_hr_groups="hr") == "all-1"

    assert crew.grants("all-1") == {Role.HR}
    assert "The last in HR" in caplog.text


@pytest.mark.parametrize("ends", ["unused", "old", "inactive", "role taken", "signed out"])
def test_a_session_of_the_company_ends_as_any_other(crew: Store, clock: Clock, ends: str) -> None:
    """After 12 hours unused, after 7 days, at once when somebody leaves or loses a role."""
    grant(crew, person="all-2", role=Role.HR, actor=ACTOR)
    found = provider(oidc_hr_groups="hr")
    said = what_it_says(PROVEN | {"groups": ["hr"]}, found)
    token = enter_by_company(crew, said, provider=found, browser=Browser())
    clock.move(hours=11)
    assert person_in(crew, token) == "all-1"

    match ends:
        case "unused":
            clock.move(hours=12)
        case "old":
            for _ in range(16):
                clock.move(hours=10)
                person_in(crew, token)
        case "inactive":
            keep_people(crew, [person("all-1", "all", active=False)])
        case "role taken":
            revoke(crew, person="all-1", role=Role.HR, actor=ACTOR)
        case "signed out":
            leave(crew, token)
    assert person_in(crew, token) is None


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"oidc_metadata_url": "http://login.example/x"}, "OIDC_METADATA_URL needs an https"),
        ({"oidc_metadata_url": "login.example"}, "OIDC_METADATA_URL needs an https"),
        ({"oidc_metadata_url": ""}, "OIDC_METADATA_URL is empty"),
        ({"oidc_client_id": ""}, "go together"),
        ({"oidc_client_secret": SecretStr("")}, "go together"),
        ({"base_url": "http://boat.example"}, "SAME_BOAT_BASE_URL"),
        ({"oidc_scopes": "email"}, "the word openid"),
    ],
)
def test_settings_that_do_not_fit_together_are_refused_by_name(
    wrong: dict[str, Any], named: str
) -> None:
    with pytest.raises(Trouble, match=named):
        provider_of(Settings(**{**GIVEN, **wrong}))


def test_without_an_address_there_is_no_sign_in_of_the_company() -> None:
    assert provider_of(Settings()) is None
    assert provider(oidc_metadata_url="http://localhost:9400/x", base_url="http://127.0.0.1:1")
