"""Which settings are in force, and where does each come from? Secrets are never shown."""

from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from pydantic import AliasChoices, SecretStr

from survey.settings import Settings, read_settings
from survey.text import sentence


def settings_said(environment: Mapping[str, str]) -> Iterator[str]:
    """A line for each setting. Errors: Trouble where one cannot be read."""
    settings = read_settings()
    for name in Settings.model_fields:
        variable = variable_of(name)
        value, origin = _shown(getattr(settings, name)), _origin(environment, variable)
        yield f"{variable} = {value}  ({sentence(f'told.settings.{origin}')})"


def variable_of(name: str) -> str:
    """The environment variable of a setting."""
    alias = Settings.model_fields[name].validation_alias
    known = alias.choices if isinstance(alias, AliasChoices) else ()
    own = [str(one) for one in known if str(one).startswith("SAME_BOAT_")]
    return own[0] if own else f"SAME_BOAT_{name.upper()}"


def _origin(environment: Mapping[str, str], variable: str) -> str:
    if environment.get(f"{variable}_FILE"):
        return "file"
    known = {name.upper() for name in environment}
    return "environment" if variable in known else "default"


def _shown(value: object) -> str:
    if isinstance(value, SecretStr):
        return "********" if value.get_secret_value() else ""
    said = "" if value is None else str(value)
    return said.replace(f":{urlsplit(said).password}@", ":********@") if "@" in said else said
