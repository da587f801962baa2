"""How does this organisation write figures in files: 12.5, or 12,5?

A decimal comma goes with semicolons between columns, a decimal point with commas: so a spreadsheet
set to the organisation's country opens the file as figures, where it would else see text and dates.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Literal

from survey.store import Store
from survey.waves.calendar import Preference, calendar_of

# Which countries and languages write a decimal comma: Unicode CLDR (Babel 2.19), of a country in
# its likely language. https://cldr.unicode.org
_COUNTRIES = """
AX AL DZ AD AO AR AM AW AT AZ BY BE BJ BO BA BR BN BG BF BI CV CM CF CL CO CG CR HR CY CZ DK DJ CD
EC GQ EE FO FI FR GF PF GA GE DE GR GL GP GN GW HT HU IS ID IT CI KZ XK KG LA LV LB LY LT LU MQ MR
MU YT MD MC ME MA MZ NA NL NC MK NO PL PT RE RO RU RW BL MF PM SM ST SN RS SC SK SI ZA ES SR SJ SE
TJ TL TG TN TR TM UA UY UZ VA VE VN WF
"""
_LANGUAGES = """
az be bg br bs ca cs da de el es et eu fi fo fr fy gl hr hu hy id is it ka kk kl ky lb ln lo lt lv
mk nb nl nn no pl ps pt rm rn ro ru rw sc sk sl sq sr sv tg tk tr tt uk uz vi wo
"""
COUNTRIES, LANGUAGES = frozenset(_COUNTRIES.split()), frozenset(_LANGUAGES.split())
BY_LANGUAGE = frozenset({"CA"})
"""Countries that write both: there the language of people says which."""


class DecimalSign(StrEnum):
    """The sign between whole numbers and tenths, and with it what is between columns."""

    POINT = "point"
    COMMA = "comma"

    @property
    def separator(self) -> Literal[",", ";"]:
        """What stands between the columns of a file with such figures."""
        return "," if self is DecimalSign.POINT else ";"


def decimal_sign(store: Store) -> DecimalSign:
    """What the organisation chose; until then what is usual in its country, or its languages."""
    chosen = store.preferences().get(Preference.DECIMAL_SIGN)
    if chosen in set(DecimalSign):
        return DecimalSign(chosen)
    return usual_sign(calendar_of(store.preferences()).country, store.languages_here())


def usual_sign(country: str, languages: Mapping[str, int]) -> DecimalSign:
    """What is usual in a country; without one, for most people by their languages, else a point."""
    if country and country not in BY_LANGUAGE:
        return DecimalSign.COMMA if country in COUNTRIES else DecimalSign.POINT
    comma = sum(people for tag, people in languages.items() if _has_comma(tag))
    return DecimalSign.COMMA if comma * 2 > sum(languages.values()) else DecimalSign.POINT


def _has_comma(tag: str) -> bool:
    language, _, region = tag.replace("_", "-").partition("-")
    region = region.upper()
    if len(region) == 2 and region not in BY_LANGUAGE:
        return region in COUNTRIES
    return language.lower() in LANGUAGES
