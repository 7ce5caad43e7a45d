"""The outlets' addresses: feeds by club, site-wide feeds, pages, articles, robots.txt."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import parse_qs, unquote, urlsplit

import polars as pl

from fantasy.league import Season
from fantasy.league.press import OUTLETS, Press
from fantasy.league.press.desk import slug
from fantasy.world.demo import feeds, tables
from fantasy.world.demo.feeds import Channel, Row

RSS, HTML, JSON = "application/rss+xml", "text/html; charset=utf-8", "application/json"
Answer = tuple[int, str, bytes]
NOT_FOUND: Answer = (404, HTML, tables.page("Not found", "404", "<p>There is nothing here.</p>"))
WINDOW = {"bbc": 24, "guardian": 20, "sky": 20, "club": 10, "fans": 25}
"""How many items a feed holds; older ones have rolled out of it."""

REPORTERS = ("bbc", "guardian", "sky", "gossip")
CLUB_TAG = "club-produced-content:"
ROBOTS = b"User-agent: *\nDisallow: /search\nAllow: /\n"
FORMATION_LINES = (1, 4, 4, 2)


@dataclass(frozen=True)
class Pages:
    """A week's news on the sites that carry it."""

    season: Season
    press: Press

    def respond(self, url: str) -> Answer | None:
        """Status, content type and body at an address; None for a host that is none of these."""
        parts = urlsplit(url)
        host, path = parts.hostname or "", unquote(parts.path)
        if host not in self._hosts:
            return None
        if path == "/robots.txt":
            return 200, "text/plain", ROBOTS
        for pattern, answer in self._routes:
            if found := re.fullmatch(pattern, host + path):
                return answer(found, parts.query) or NOT_FOUND
        return self._articles.get(host + path, NOT_FOUND)

    @cached_property
    def _routes(self) -> list[tuple[str, Callable[[re.Match[str], str], Answer | None]]]:
        bbc, guardian = r"feeds\.bbci\.co\.uk/sport", r"www\.theguardian\.com/football"
        scout = r"www\.fantasyfootballscout\.co\.uk"
        return [
            (rf"{bbc}/football/teams/([\w-]+)/rss\.xml", lambda at, _: self._bbc(at[1])),
            (rf"{bbc}/football/gossip/rss\.xml", lambda *_: self._site("gossip", "Gossip")),
            (rf"{bbc}/football/(?:premier-league/)?rss\.xml", lambda *_: self._everything()),
            (rf"{guardian}/(?:([\w-]+)/)?rss", lambda at, _: self._guardian(at[1])),
            (r"www\.skysports\.com/rss/\d+", lambda *_: self._site("sky", "Sky Sports | Football")),
            (r"www\.reddit\.com/r/FantasyPL/(?:top/)?\.rss", lambda *_: self._fans()),
            (r"www\.([\w-]+)\.example/rss\.xml", lambda at, _: self._club(at[1])),
            (rf"{scout}/wp-json/wp/v2/posts", lambda _, query: self._posts(query)),
            (rf"{scout}/team-news/?", lambda *_: self._line_ups()),
            (rf"{scout}/fantasy-football-injuries/?", lambda *_: self._injuries()),
            (
                r"www\.sportsgambler\.com/injuries/football/england-premier-league/",
                lambda *_: self._by_club(),
            ),
            (
                r"footballapi\.pulselive\.com/content/PremierLeague/text/EN/",
                lambda _, query: self._content(query),
            ),
        ]

    @cached_property
    def _hosts(self) -> frozenset[str]:
        clubs = {f"www.{name}.example" for name in self._slugs}
        own = {outlet.host for outlet in OUTLETS.values()} - {OUTLETS["club"].host}
        others = {"feeds.bbci.co.uk", "footballapi.pulselive.com", "www.sportsgambler.com"}
        return frozenset(clubs | own | others)

    @cached_property
    def _slugs(self) -> dict[str, int]:
        """The clubs' ids by their names in addresses."""
        return {
            slug(name): team for team, name in self.season.clubs.select("team", "name").iter_rows()
        }

    @cached_property
    def _items(self) -> list[Row]:
        """Every item with its `url`, the latest first."""
        names = {team: name for name, team in self._slugs.items()}
        rows = []
        for row in self.press.items.iter_rows(named=True):
            host = OUTLETS[row["outlet"]].host.format(club=names.get(row["team"], ""))
            rows.append(row | {"url": f"https://{host}{row['path']}"})
        return rows

    @cached_property
    def _articles(self) -> dict[str, Answer]:
        return {
            each["url"].removeprefix("https://"): (
                200,
                HTML,
                tables.article(each, OUTLETS[each["outlet"]].name),
            )
            for each in self._items
        }

    @cached_property
    def _flagged(self) -> list[Row]:
        """What FPL's flags say now, with names and clubs."""
        latest = self.season.captures.filter(pl.col("gameweek") == self.season.gameweek)
        rows = (
            latest.filter(pl.col("status").is_in(list(tables.STATUSES)))
            .drop("team")
            .join(
                self.season.players.select("element", "known_name", "position", "team"),
                on="element",
                validate="1:1",
            )
            .join(self.season.clubs.select("team", "name"), on="team", validate="m:1")
            .sort("team", "price_tenths", "element", descending=[False, True, False])
        )
        return [
            {
                "name": row["known_name"],
                "club": row["name"],
                "team": row["team"],
                "position": row["position"],
                "status": row["status"],
                "chance": row["chance"],
                "news": row["news"].split(" - ")[0],
                "back": _return(row["news"]),
                "updated": f"{row['news_added']:%d/%m/%y}",
            }
            for row in rows.iter_rows(named=True)
        ]

    def _of(self, *outlets: str, team: int | None = None) -> list[Row]:
        return [
            each
            for each in self._items
            if each["outlet"] in outlets and (team is None or each["team"] == team)
        ]

    def _bbc(self, name: str) -> Answer | None:
        if name not in self._slugs:
            return None
        items = self._of("bbc", team=self._slugs[name])[: WINDOW["bbc"]]
        title = f"BBC Sport - {self._title(name)}"
        channel = Channel(title, f"https://www.bbc.co.uk/sport/football/teams/{name}")
        return 200, RSS, feeds.rss(channel, items)

    def _title(self, name: str) -> str:
        team = self._slugs[name]
        return str(self.season.clubs.row(team - 1, named=True)["name"])

    def _everything(self) -> Answer:
        channel = Channel("BBC Sport - Football", "https://www.bbc.co.uk/sport/football")
        return 200, RSS, feeds.rss(channel, self._of("bbc"))

    def _site(self, outlet: str, title: str) -> Answer:
        channel = Channel(title, f"https://{OUTLETS[outlet].host}/")
        return 200, RSS, feeds.rss(channel, self._of(outlet)[: WINDOW.get(outlet, 20)])

    def _guardian(self, name: str | None) -> Answer:
        """A club's feed; a name it does not know gets the site's, and no error."""
        team = self._slugs.get(name or "")
        title = (
            "Football | The Guardian"
            if team is None
            else f"{self._title(name or '')} | The Guardian"
        )
        items = self._of("guardian", team=team)[: WINDOW["guardian"]]
        channel = Channel(title, "https://www.theguardian.com/football")
        return 200, RSS, feeds.rss(channel, items, escaped=True)

    def _fans(self) -> Answer:
        channel = Channel("Fantasy Premier League", "https://www.reddit.com/r/FantasyPL/")
        return 200, "application/atom+xml", feeds.atom(channel, self._of("fans")[: WINDOW["fans"]])

    def _club(self, name: str) -> Answer | None:
        if name not in self._slugs:
            return None
        items = self._of("club", team=self._slugs[name])[: WINDOW["club"]]
        channel = Channel(f"{self._title(name)} news", f"https://www.{name}.example/")
        return 200, RSS, feeds.rss(channel, items)

    def _posts(self, query: str) -> Answer:
        asked = {name: values[0] for name, values in parse_qs(query).items()}
        posts = feeds.wordpress(self._of("scout"))
        for bound, keep in (("after", str.__gt__), ("before", str.__lt__)):
            if bound in asked:
                moment = f"{feeds.parsed(asked[bound]):%Y-%m-%dT%H:%M:%S}"
                posts = [post for post in posts if keep(post["date"], moment)]
        return 200, JSON, json.dumps(posts[: int(asked.get("per_page", "10"))]).encode()

    def _content(self, query: str) -> Answer:
        asked = {name: values[0] for name, values in parse_qs(query).items()}
        tag = asked.get("tagNames", "")
        team = self._slugs.get(tag.removeprefix(CLUB_TAG)) if tag.startswith(CLUB_TAG) else None
        own = self._of("club", "league", team=team) if team or not tag else []
        size, page = int(asked.get("pageSize", "20")), int(asked.get("page", "0"))
        return 200, JSON, json.dumps(feeds.league_content(own, size=size, page=page)).encode()

    def _injuries(self) -> Answer:
        return 200, HTML, tables.injuries(self._flagged, OUTLETS["scout"].name)

    def _by_club(self) -> Answer:
        names = self.season.clubs.select("team", "name").iter_rows()
        clubs = [
            (name, [each for each in self._flagged if each["team"] == team]) for team, name in names
        ]
        return 200, HTML, tables.by_club(clubs, "SportsGambler")

    def _line_ups(self) -> Answer:
        teams = [self._team(row) for row in self.season.clubs.iter_rows(named=True)]
        return 200, HTML, tables.predicted(teams, OUTLETS["scout"].name)

    def _team(self, club: Row) -> Row:
        """A club's predicted eleven: those who started most of late, and are not flagged."""
        own = [each for each in self._flagged if each["team"] == club["team"]]
        names = {
            label: [each["name"] for each in own if each["status"] == status]
            for label, status in (("Out", "i"), ("Doubts", "d"), ("Banned", "s"))
        }
        flagged = [each["name"] for each in own if each["status"] != "d"]
        recent = self.season.matches.filter(
            pl.col("team") == club["team"],
            pl.col("gameweek") >= (self.season.gameweek or 0) - 6,
        )
        starts = (
            recent.group_by("element")
            .agg(pl.col("starts").sum(), pl.col("minutes").sum())
            .join(
                self.season.players.filter(pl.col("team") == club["team"]).select(
                    "element", "code", "position", pl.col("known_name").alias("name")
                ),
                on="element",
                validate="1:1",
            )
            .filter(~pl.col("name").is_in(flagged))
            .sort("starts", "minutes", "element", descending=[True, True, False])
        )
        places = [place.name for place in self.season.rules.positions]
        line_up = [
            starts.filter(pl.col("position") == place).head(count).to_dicts()
            for place, count in zip(places, FORMATION_LINES, strict=True)
        ]
        formation = "-".join(str(count) for count in FORMATION_LINES[1:])
        return {**club, "formation": formation, "line_up": line_up, **names}


def _return(news: str) -> str:
    """The day FPL's news gives, or that none is known."""
    found = re.search(r"(?:Expected back|until) (.+)$", news)
    return found[1] if found else "Unknown"
