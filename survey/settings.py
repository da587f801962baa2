"""Where everything is kept and reached: the environment, read once into one typed place."""

from pathlib import Path

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from survey.errors import Trouble

ROOT = Path(__file__).resolve().parent.parent
CONTENT = ROOT / "data"


class Settings(BaseSettings):
    """What an operator may set, each by the environment variable SAME_BOAT_<NAME>."""

    model_config = SettingsConfigDict(env_prefix="SAME_BOAT_", frozen=True, extra="ignore")

    data: Path = Field(
        default=CONTENT / "var", description="folder of the database, the wave keys and the outbox"
    )
    database_url: str = Field(
        default="", description="a postgresql:// address; empty for the embedded DuckDB file"
    )
    base_url: str = Field(
        default="http://localhost:8501", description="the address people reach the app by"
    )

    @property
    def keys(self) -> Path:
        """The folder of the private wave keys; never part of a database backup."""
        return self.data / "keys"

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
        settings = Settings()
    except ValidationError as error:
        names = ", ".join(f"SAME_BOAT_{str(e['loc'][0]).upper()}" for e in error.errors())
        raise Trouble(f"A setting cannot be read: {names}. Correct it and start again.") from error
    return settings.model_copy(
        update={"data": settings.data.resolve(), "base_url": settings.base_url.rstrip("/")}
    )
