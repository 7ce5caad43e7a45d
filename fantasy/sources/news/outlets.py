"""The outlets read: addresses built from this season's clubs, and how official each is."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from fantasy.config import Settings
from fantasy.errors import InputError
from fantasy.sources.identity import plain

FORMS = ("rss", "atom", "wordpress", "content", "injury_table", "club_list", "line_ups")
FULL_NAMES = {
    "Man Utd": "Manchester United",
    "Man City": "Manchester City",
    "Spurs": "Tottenham Hotspur",
    "Wolves": "Wolverhampton Wanderers",
    "Nott'm Forest": "Nottingham Forest",
    "Newcastle": "Newcastle United",
    "West Ham": "West Ham United",
    "Leeds": "Leeds United",
    "Leicester": "Leicester City",
    "Brighton": "Brighton and Hove Albion",
    "Sheffield Utd": "Sheffield United",
    "Ipswich": "Ipswich Town",
    "Luton": "Luton Town",
    "Norwich": "Norwich City",
    "West Brom": "West Bromwich Albion",
    "Cardiff": "Cardiff City",
    "Hull": "Hull City",
    "Huddersfield": "Huddersfield Town",
    "Stoke": "Stoke City",
    "Swansea": "Swansea City",
    "Coventry": "Coventry City",
    "Birmingham": "Birmingham City",
    "Derby": "Derby County",
}
"""What other sites call clubs whose names FPL shortens."""


@dataclass(frozen=True)
class Outlet:
    """Somewhere news is read.

    Attributes:
        key: by which the settings turn it off.
        name: what it is called.
        form: one of `FORMS`.
        url: the address; `{club}` in it stands for each club's slug, one feed a club.
        tier: 1 for the clubs' own words, 2 for reporters, 3 for gossip, 4 for fans.
        channel: what the title of the feed must contain, `{club}` for the club's name; a feed
            that answers with another channel is refused.
    """

    key: str
    name: str
    form: str
    url: str
    tier: int
    channel: str | None = None

    @property
    def host(self) -> str:
        """Where it is."""
        return urlsplit(self.url).hostname or ""


SCOUT = "https://www.fantasyfootballscout.co.uk"
OUTLETS = (
    Outlet(
        "league",
        "Premier League",
        "content",
        "https://footballapi.pulselive.com/content/PremierLeague/text/EN/?pageSize=40&page=0",
        1,
    ),
    Outlet(
        "bbc",
        "BBC Sport",
        "rss",
        "https://feeds.bbci.co.uk/sport/football/teams/{club}/rss.xml",
        2,
        "{club}",
    ),
    Outlet(
        "bbc-league",
        "BBC Sport",
        "rss",
        "https://feeds.bbci.co.uk/sport/football/premier-league/rss.xml",
        2,
    ),
    Outlet(
        "guardian",
        "The Guardian",
        "rss",
        "https://www.theguardian.com/football/premierleague/rss",
        2,
        "Guardian",
    ),
    Outlet("sky", "Sky Sports", "rss", "https://www.skysports.com/rss/11661", 2, "Sky"),
    Outlet(
        "scout",
        "Fantasy Football Scout",
        "wordpress",
        f"{SCOUT}/wp-json/wp/v2/posts?categories=3&per_page=50&_fields=title,slug,link,date,content",
        2,
    ),
    Outlet(
        "scout-injuries",
        "Fantasy Football Scout",
        "injury_table",
        f"{SCOUT}/fantasy-football-injuries/",
        2,
    ),
    Outlet("scout-teams", "Fantasy Football Scout", "line_ups", f"{SCOUT}/team-news", 2),
    Outlet(
        "gambler",
        "SportsGambler",
        "club_list",
        "https://www.sportsgambler.com/injuries/football/england-premier-league/",
        3,
    ),
    Outlet(
        "gossip",
        "BBC gossip",
        "rss",
        "https://feeds.bbci.co.uk/sport/football/gossip/rss.xml",
        3,
    ),
    Outlet(
        "fans",
        "r/FantasyPL",
        "atom",
        "https://www.reddit.com/r/FantasyPL/.rss?limit=100",
        4,
    ),
)


def outlets_of(settings: Settings) -> tuple[Outlet, ...]:
    """The outlets to read: those known here and in the settings, without those turned off.

    Raises:
        InputError: if the settings turn off one that nobody knows, or add one of no known form.
    """
    added = [Outlet(**each.model_dump()) for each in settings.news_more]
    known = {each.key: each for each in (*OUTLETS, *added)}
    strange = [key for key in settings.news_off if key not in known]
    if strange:
        raise InputError(
            f"setting news_off: no outlet is called {', '.join(strange)}; "
            f"there are {', '.join(known)}"
        )
    unreadable = [each.key for each in added if each.form not in FORMS]
    if unreadable:
        raise InputError(
            f"setting news_more: {', '.join(unreadable)} must have a form of {', '.join(FORMS)}"
        )
    return tuple(each for key, each in known.items() if key not in settings.news_off)


def hosts_of(outlets: Iterable[Outlet]) -> frozenset[str]:
    """Where outlets are read."""
    return frozenset(each.host for each in outlets)


def full_name(name: str) -> str:
    """A club's full name from FPL's."""
    return FULL_NAMES.get(name, name)


def slug(name: str) -> str:
    """A club in an address: `Nott'm Forest` is `nottingham-forest`."""
    return plain(full_name(name)).replace(" ", "-")
