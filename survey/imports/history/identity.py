"""Does a column say who somebody is? Its name or what stands in it gives that away."""

import re
from collections.abc import Iterable

from survey.imports.history.habits import Why

MOST_WORDS = 4

_NAMES = {
    Why.NAME: (
        "name", "full name", "first name", "last name", "firstname", "lastname", "surname",
        "given name", "family name", "preferred name", "display name", "your name", "vorname",
        "nachname", "familienname", "ihr name", "dein name", "manager", "manager name",
        "date of birth", "birthday", "geburtsdatum", "geburtstag",
    ),
    Why.TOKEN: (
        "person id", "employee id", "employeeid", "employee number", "staff number", "staff id",
        "user id", "userid", "user name", "username", "participant", "participant id",
        "respondent id", "response id", "token", "access code", "id", "uuid", "personal code",
        "personalnummer", "personalnr", "mitarbeiternummer", "mitarbeiter id", "personal id",
        "benutzername", "teilnehmer id", "antwort id", "zugangscode", "persönlicher code",
    ),
    Why.PLACE: ("latitude", "longitude", "coordinates", "address", "adresse", "postcode"),
    Why.DATE: (
        "timestamp", "start date", "end date", "date", "survey date", "datum", "zeitstempel",
    ),
}  # fmt: skip
_BY_NAME = {name: why for why, names in _NAMES.items() for name in names}
_JOINT = re.compile(r"[-_ ]+")
_ADDRESS = re.compile(r"\be-?mail|\bphone\b|\btelefon|\bmobile number\b|\bhandynummer\b")
_DEVICE = re.compile(r"\bip\b|\bipaddr|\bip[-_ ]?ad|user[-_ ]?agent|\bbrowser\b|\bdevice\b")
_MAIL = re.compile(r"[^\s@]++@[^\s@.]++(?:\.[^\s@.]++)++")
_IP = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f]{1,4}(?::[0-9a-f]{0,4}){4,7}", re.IGNORECASE)
_LINK = re.compile(r"https?://\S+")


def named_identity(name: str) -> Why | None:
    """Why a column of this folded name is dropped, or None; a question is longer than a name."""
    if why := _BY_NAME.get(_JOINT.sub(" ", name)):
        return why
    if len(name.split()) > MOST_WORDS:
        return None
    if _ADDRESS.search(name):
        return Why.ADDRESS
    return Why.DEVICE if _DEVICE.search(name) else None


def identity_within(cells: Iterable[str]) -> Why | None:
    """Why a column is dropped for its cells: at least half are addresses of people or machines."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    for why, shape in ((Why.ADDRESS, _MAIL), (Why.DEVICE, _IP), (Why.DEVICE, _LINK)):
        if filled and 2 * sum(1 for cell in filled if shape.fullmatch(cell)) >= len(filled):
            return why
    return None
