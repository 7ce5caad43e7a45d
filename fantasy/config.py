"""Settings: FANTASY_* in the environment, `fantasy.toml` in the working folder, defaults here."""

from pathlib import Path
from tomllib import TOMLDecodeError
from urllib.parse import urlsplit

from pydantic import BaseModel, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
    TomlConfigSettingsSource,
)

from fantasy.errors import InputError


class NewsOutlet(BaseModel):
    """An outlet a user adds; see `sources.news.Outlet`."""

    key: str
    name: str
    form: str
    url: str
    tier: int = Field(default=3, ge=1, le=4)
    channel: str | None = None


class Settings(BaseSettings):
    """What a user may set; the environment wins over the file."""

    model_config = SettingsConfigDict(
        env_prefix="FANTASY_", toml_file="fantasy.toml", hide_input_in_errors=True
    )

    data_dir: Path = Path("data/lake")
    archive: Path | None = None
    fpl_url: str = "https://fantasy.premierleague.com/api/"
    archive_url: str = "https://raw.githubusercontent.com/vaastav/Fantasy-Premier-League/master/"
    odds_url: str = "https://www.football-data.co.uk/"
    understat_url: str = "https://understat.com/"
    news_off: tuple[str, ...] = ()
    news_more: tuple[NewsOutlet, ...] = ()
    requests_a_second: int = Field(default=1, ge=1)
    archive_requests_a_second: int = Field(default=8, ge=1)
    entry: int | None = Field(default=None, ge=1)
    solver_seconds: float = Field(default=120.0, gt=0)
    patience_minutes: float = Field(default=60.0, ge=0)
    notify: tuple[SecretStr, ...] = ()
    user_agent: str = "fantasy/0.1 (a weekly Fantasy Premier League roster; one request at a time)"

    @field_validator("fpl_url", "archive_url", "odds_url", "understat_url")
    @classmethod
    def _end_with_a_slash(cls, url: str) -> str:
        return f"{url.rstrip('/')}/"

    @property
    def hosts(self) -> frozenset[str]:
        """The hosts anything may be fetched from."""
        addresses = (self.fpl_url, self.archive_url, self.odds_url, self.understat_url)
        return frozenset(urlsplit(url).hostname or "" for url in addresses)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the base's signature
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the base's signature
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments, then the environment, then the file."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)


def load_settings(*, archive: Path | None = None) -> Settings:
    """The settings, with an archive folder from the command line before any other.

    Raises:
        InputError: if a setting has a value it cannot have.
    """
    try:
        settings = Settings()
    except SettingsError as error:
        raise InputError(f'{error}: lists are written as JSON, such as ["a", "b"]') from None
    except ValidationError as error:
        fault = error.errors()[0]
        name = "_".join(str(part) for part in fault["loc"])
        raise InputError(f"setting {name}: {fault['msg']}; see FANTASY_{name.upper()}") from None
    except TOMLDecodeError as error:
        raise InputError(f"fantasy.toml does not read: {error}") from None
    return settings if archive is None else settings.model_copy(update={"archive": archive})
