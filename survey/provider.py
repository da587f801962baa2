"""The company's own sign-in (OpenID Connect): where it is, and what it says about somebody.

One place says all of it, the settings of the operator; Streamlit's own secrets are made from them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from pydantic import SecretStr

from survey.errors import Trouble
from survey.settings import Settings, on_this_machine
from survey.text import sentence

CALLBACK = "/oauth2callback"
TRUE = (True, 1, "true", "1")
MOST = 500
"""No claim that names somebody or a group is longer."""


@dataclass(frozen=True, slots=True)
class Provider:
    """Where people of the company sign in, and which of its groups have which role here.

    `groups` are by the role they decide; a role that is not among them is given by hand.
    """

    name: str
    metadata_url: str
    client_id: str
    client_secret: SecretStr
    scopes: str
    person_claim: str
    groups_claim: str
    groups: Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Said:
    """What the company's sign-in says about somebody: their id here or their proven address."""

    person: str | None
    address: str | None
    groups: frozenset[str]


def provider_of(settings: Settings) -> Provider | None:
    """The company's sign-in, or None where there is none. Errors: Trouble when it does not fit."""
    for wrong, key in _faults(settings):
        if wrong:
            raise Trouble(sentence(f"refused.provider.{key}"))
    if not settings.oidc_metadata_url:
        return None
    groups = {"hr": settings.oidc_hr_groups, "council": settings.oidc_council_groups}
    return Provider(
        name=settings.oidc_name.strip(),
        metadata_url=settings.oidc_metadata_url,
        client_id=settings.oidc_client_id,
        client_secret=settings.oidc_client_secret,
        scopes=settings.oidc_scopes,
        person_claim=settings.oidc_person_claim,
        groups_claim=settings.oidc_groups_claim,
        groups={role: _listed(names) for role, names in groups.items() if _listed(names)},
    )


def _listed(names: str) -> frozenset[str]:
    return frozenset(name.strip() for name in names.split(",") if name.strip())


def _faults(settings: Settings) -> Iterator[tuple[bool, str]]:
    url, given = settings.oidc_metadata_url, settings.model_fields_set
    others = any(name.startswith("oidc_") and getattr(settings, name) for name in given)
    yield others and not url, "no_address"
    if url:
        secret = settings.oidc_client_secret.get_secret_value()
        yield not _is_private(url), "address"
        yield not (settings.oidc_client_id and secret), "secret"
        yield not _is_private(settings.base_url), "base_url"
        yield "openid" not in settings.oidc_scopes.split(), "scopes"


def _is_private(url: str) -> bool:
    """Whether nobody can read along: https, or this very machine."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    near = on_this_machine(host) and parts.scheme == "http"
    return bool(host) and (parts.scheme == "https" or near)


def what_it_says(claims: Mapping[str, object], provider: Provider) -> Said:
    """What is used of the claims of an identity token; an address only where it is proven.

    Microsoft says so by xms_edov, everybody else by email_verified.
    """
    groups = claims.get(provider.groups_claim)
    listed = groups if isinstance(groups, list) else [groups]
    if provider.person_claim:
        named, address = _word(claims.get(provider.person_claim)), None
    else:
        proven = any(claims.get(name) in TRUE for name in ("email_verified", "xms_edov"))
        named, address = None, _word(claims.get("email")) if proven else None
    return Said(named, address, frozenset(filter(None, map(_word, listed))))


def _word(value: object) -> str | None:
    word = str(value).strip() if isinstance(value, str | int) else ""
    return word if 0 < len(word) <= MOST and word.isprintable() else None
