"""Where everything is kept and reached: the environment, read once into one typed place."""

import os
import re
from collections.abc import Iterator, Mapping
from email.utils import getaddresses
from enum import StrEnum
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from pydantic import AliasChoices, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from survey.errors import Trouble

ROOT = Path(__file__).resolve().parent.parent
CONTENT = ROOT / "data"
_ADDRESS = re.compile(r"[^@\s<>\x00-\x20]+@[^@\s<>\x00-\x20]+", re.ASCII)


class Security(StrEnum):
    """How the line to the mail server is kept private; plain only on this very machine."""

    STARTTLS = "starttls"
    TLS = "tls"
    PLAIN = "plain"


class AnswerPage(StrEnum):
    """Which page a personal link opens: auto takes phones and saved data to the light one."""

    AUTO = "auto"
    STREAMLIT = "streamlit"
    LIGHT = "light"


class LogFormat(StrEnum):
    """How lines of the log are written."""

    TEXT = "text"
    JSON = "json"


class Settings(BaseSettings):
    """What an operator may set, each by the environment variable SAME_BOAT_<NAME>."""

    model_config = SettingsConfigDict(env_prefix="SAME_BOAT_", frozen=True, extra="ignore")

    data: Path = Field(
        default=CONTENT / "var", description="folder of the database, the wave keys and the outbox"
    )
    database_url: str = Field(
        default="", description="a postgresql:// address; empty for the embedded DuckDB file"
    )
    keys_folder: Path | None = Field(
        default=None,
        validation_alias=AliasChoices("keys_folder", "SAME_BOAT_KEYS"),
        description="folder of the wave keys, best on another disk; empty for one in the data",
    )
    base_url: str = Field(
        default="http://localhost:8501", description="the address people reach the app by"
    )
    answer_page: AnswerPage = Field(
        default=AnswerPage.AUTO,
        description="what a personal link opens: auto, streamlit or light (plain HTML)",
    )
    smtp_host: str = Field(
        default="", description="the mail server; empty to write mails to the outbox folder"
    )
    smtp_port: int | None = Field(
        default=None, ge=1, le=65535, description="its port; empty for the usual one"
    )
    smtp_user: str = Field(default="", description="who we are to the mail server")
    smtp_password: SecretStr = Field(default=SecretStr(""), description="the password of that user")
    smtp_password_file: Path | None = Field(
        default=None, description="a file that holds the password instead"
    )
    smtp_security: Security = Field(
        default=Security.STARTTLS, description="starttls, tls, or plain on this machine"
    )
    smtp_from: str = Field(default="", description="the sender people see, a name and an address")
    smtp_reply_to: str = Field(
        default="", description="where answers to mails go, such as hr@example.org"
    )
    smtp_rate: int = Field(default=120, ge=1, le=60_000, description="mails a minute, at most")

    oidc_metadata_url: str = Field(
        default="",
        description="the company's sign-in: its .well-known/openid-configuration; empty for none",
    )
    oidc_client_id: str = Field(default="", description="who we are to it")
    oidc_client_secret: SecretStr = Field(
        default=SecretStr(""), description="the secret that goes with it"
    )
    oidc_name: str = Field(default="", description="what people call it, such as Example account")
    oidc_scopes: str = Field(default="openid email profile", description="what it is asked for")
    oidc_person_claim: str = Field(
        default="",
        description="which claim is a person's id here, such as sub; empty: the verified address",
    )
    oidc_groups_claim: str = Field(default="groups", description="which claim holds the groups")
    oidc_hr_groups: str = Field(
        default="", description="groups whose people are in HR, with commas between them"
    )
    oidc_council_groups: str = Field(
        default="", description="groups whose people have the council's seat"
    )
    days_to_object: int = Field(
        default=0, ge=0, le=60, description="days the council has before a wave opens; 0: none"
    )
    backup_folder: Path | None = Field(
        default=None, description="where a backup is made every night; empty for none"
    )
    metrics_token: SecretStr = Field(
        default=SecretStr(""), description="what /metrics asks for; empty: there are none"
    )
    log_format: LogFormat = Field(
        default=LogFormat.TEXT, description="text, or json: one object a line"
    )
    tabs_per_address: int = Field(
        default=200, ge=1, le=100_000, description="open tabs of one address, at most"
    )
    design_page: bool = Field(
        default=False, description="whether /design_page shows every piece and state, to develop"
    )
    backup_hour: int = Field(default=2, ge=0, le=23, description="after which hour, in UTC")
    backup_keep: int = Field(default=14, ge=1, le=400, description="how many of them are kept")

    @property
    def keys(self) -> Path:
        """The folder of the private wave keys; never part of a database backup."""
        return self.keys_folder or self.data / "keys"

    @property
    def keys_lie_beside(self) -> bool:
        """Whether whoever takes the data folder takes the keys with it."""
        return self.keys.resolve().is_relative_to(self.data.resolve())

    @property
    def boxes(self) -> Path:
        """The folder of the ballot boxes of open waves (embedded database only)."""
        return self.data / "boxes"

    @property
    def comments(self) -> Path:
        """The folder of the comments of published waves (embedded database only)."""
        return self.data / "comments"

    @property
    def kept(self) -> Path:
        """The folder of anonymous answer rows kept by agreement (embedded database only)."""
        return self.data / "kept"

    @property
    def outbox(self) -> Path:
        """The folder mails are written to."""
        return self.data / "outbox"

    @property
    def database_file(self) -> Path:
        """The embedded database."""
        return self.data / "same_boat.duckdb"


def read_settings() -> Settings:
    """The settings of this process. Errors: Trouble with the variable's name."""
    try:
        settings = Settings(**from_files(os.environ))
    except ValidationError as error:
        names = ", ".join(f"SAME_BOAT_{str(e['loc'][0]).upper()}" for e in error.errors())
        raise Trouble(f"A setting cannot be read: {names}. Correct it and start again.") from error
    check_mail_settings(settings)
    backups = settings.backup_folder and settings.backup_folder.resolve()
    return settings.model_copy(
        update={
            "data": settings.data.resolve(),
            "keys_folder": settings.keys_folder and settings.keys_folder.resolve(),
            "base_url": settings.base_url.rstrip("/"),
            "backup_folder": backups,
        }
    )


def from_files(environment: Mapping[str, str]) -> dict[str, Any]:
    """What SAME_BOAT_<NAME>_FILE says for a setting, by its name; the password has one of its own.

    Errors: Trouble when a file cannot be read, or the setting is given twice.
    """
    found: dict[str, Any] = {}
    for name in Settings.model_fields:
        variable = f"SAME_BOAT_{name.upper()}"
        place = environment.get(f"{variable}_FILE")
        if not place or f"{name}_file" in Settings.model_fields:
            continue
        if environment.get(variable):
            raise Trouble(f"Set {variable} or {variable}_FILE, not both.")
        try:
            found[name] = Path(place).read_text("utf-8").strip()
        except (OSError, UnicodeError):
            raise Trouble(f"The file that {variable}_FILE names cannot be read.") from None
    return found


def check_mail_settings(settings: Settings) -> None:
    """Refuse settings of the mail server that do not fit together. Errors: Trouble."""
    for wrong, said in _mail_faults(settings):
        if wrong:
            raise Trouble(f"{said} Correct it and start again.")
    smtp_password(settings)


def _mail_faults(settings: Settings) -> Iterator[tuple[bool, str]]:
    host = settings.smtp_host
    given = sorted(
        name
        for name in settings.model_fields_set
        if name.startswith("smtp_") and getattr(settings, name)
    )
    names = ", ".join(f"SAME_BOAT_{name.upper()}" for name in given)
    yield bool(given) and not host, f"{names} is set, but SAME_BOAT_SMTP_HOST is empty."
    if not host:
        return
    senders = getaddresses([settings.smtp_from])
    said = "SAME_BOAT_SMTP_FROM needs a mail address, such as Same Boat <boat@example.org>."
    one = len(senders) == 1 and settings.smtp_from.isprintable()
    yield not (one and _ADDRESS.fullmatch(senders[0][1])), said
    answers = getaddresses([settings.smtp_reply_to]) if settings.smtp_reply_to else []
    said = "SAME_BOAT_SMTP_REPLY_TO needs a mail address, such as hr@example.org."
    good = len(answers) == 1 and settings.smtp_reply_to.isprintable()
    yield bool(answers) and not (good and _ADDRESS.fullmatch(answers[0][1])), said
    password = bool(settings.smtp_password.get_secret_value())
    said = "Set SAME_BOAT_SMTP_PASSWORD or SAME_BOAT_SMTP_PASSWORD_FILE, not both."
    yield password and settings.smtp_password_file is not None, said
    password = password or settings.smtp_password_file is not None
    said = "SAME_BOAT_SMTP_USER and a password go together: one of them is missing."
    yield password != bool(settings.smtp_user), said
    plain = settings.smtp_security is Security.PLAIN
    said = (
        "SAME_BOAT_SMTP_SECURITY=plain would send personal links readable over the network. It is "
        "only for a mail server on this machine (localhost); use starttls or tls."
    )
    yield plain and not on_this_machine(host), said


def on_this_machine(host: str) -> bool:
    """Whether a host is this very machine."""
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def smtp_password(settings: Settings) -> str:
    """The password for the mail server, from the setting or its file. Errors: Trouble."""
    file = settings.smtp_password_file
    if file is None:
        return settings.smtp_password.get_secret_value()
    try:
        return file.read_text("utf-8").strip("\r\n")
    except (OSError, UnicodeError):
        raise Trouble(
            "The file that SAME_BOAT_SMTP_PASSWORD_FILE names cannot be read. Put the password in "
            "it, readable by whoever runs Same Boat."
        ) from None
