"""Who writes: official sites, newspapers, fantasy sites, fans."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Outlet:
    """An outlet.

    Attributes:
        name: what it is called.
        host: where its pages are; `{club}` stands for the slug of a club.
        path: of an article; `{slug}` and `{number}` are the item's.
        tier: 1 for a club's own words, 2 for reporters, 3 for gossip and local papers, 4 for fans.
    """

    name: str
    host: str
    path: str
    tier: int


OUTLETS = {
    "club": Outlet("Club statement", "www.{club}.example", "/news/{slug}-{number}", 1),
    "league": Outlet("Premier League", "www.premierleague.com", "/en/news/{number}/{slug}", 1),
    "bbc": Outlet("BBC Sport", "www.bbc.co.uk", "/sport/football/articles/{slug}-{number}", 2),
    "guardian": Outlet("The Guardian", "www.theguardian.com", "/football/{number}/{slug}", 2),
    "sky": Outlet("Sky Sports", "www.skysports.com", "/football/news/{number}/{slug}", 2),
    "scout": Outlet(
        "Fantasy Football Scout", "www.fantasyfootballscout.co.uk", "/{number}/{slug}", 2
    ),
    "gossip": Outlet("BBC gossip", "www.bbc.co.uk", "/sport/football/gossip/{slug}-{number}", 3),
    "fans": Outlet("r/FantasyPL", "www.reddit.com", "/r/FantasyPL/comments/{number}/{slug}/", 4),
}
