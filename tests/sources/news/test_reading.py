from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import httpx
import polars as pl
import pytest

from fantasy.config import NewsOutlet, Settings
from fantasy.errors import InputError
from fantasy.sources import news
from fantasy.sources.http import Client
from fantasy.sources.news.outlets import OUTLETS, Outlet, slug
from fantasy.world import World

if TYPE_CHECKING:
    from collections.abc import Callable

NOW = datetime(2025, 1, 3, 18, tzinfo=UTC)
CLUBS = pl.DataFrame(
    {"name": ["Ashmere Rovers", "Man Utd"], "team_code": [101, 1]},
    schema={"name": pl.String, "team_code": pl.Int32},
)
FEED = Outlet("bbc", "BBC", "rss", "https://bbc.test/{club}/rss.xml", 2, "{club}")


def _rss(channel: str, *titles: str, link: str = "https://bbc.test") -> str:
    items = "".join(
        f"<item><title>{title}</title><link>{link}/{title.replace(' ', '-')}?x=1</link>"
        f"<description>About {title}.</description></item>"
        for title in titles
    )
    return f"<rss version='2.0'><channel><title>{channel}</title>{items}</channel></rss>"


def _read(
    answer: Callable[[str], str | None], *outlets: Outlet, clubs: pl.DataFrame = CLUBS
) -> news.Reading:
    def respond(request: httpx.Request) -> httpx.Response:
        body = answer(str(request.url))
        return httpx.Response(404) if body is None else httpx.Response(200, text=body)

    world = World("test", "test", httpx.MockTransport(respond), lambda: NOW)
    with Client.of(world, user_agent="tests") as client:
        return news.read(client, outlets, clubs, season="2024-25", now=NOW)


def test_each_club_of_the_season_has_its_own_feed() -> None:
    asked = []

    def answer(url: str) -> str:
        asked.append(url)
        name = "Ashmere Rovers" if "ashmere" in url else "Manchester United"
        return _rss(f"BBC Sport - {name}", f"{name} news")

    reading = _read(answer, FEED)
    assert asked == [
        "https://bbc.test/ashmere-rovers/rss.xml",
        "https://bbc.test/manchester-united/rss.xml",
    ]
    assert reading.articles["team_code"].to_list() == [101, 1]
    assert reading.items == {"bbc": 2}
    assert reading.faults == {}


def test_another_clubs_feed_behind_a_200_is_refused() -> None:
    reading = _read(lambda _: _rss("Football | All", "Anything"), FEED)
    assert reading.articles.is_empty()
    assert 'answers with the channel "Football | All"' in str(reading.faults["bbc"])


def test_one_outlet_down_leaves_the_others_standing() -> None:
    other = replace(FEED, key="sky", url="https://sky.test/rss", channel=None)
    broken = replace(FEED, key="broken", url="https://broken.test/rss", channel=None)

    def answer(url: str) -> str:
        return "<html>down</html>" if "broken" in url else _rss("Sky", "One", "Two")

    reading = _read(answer, broken, other)
    assert reading.items == {"broken": 0, "sky": 2}
    assert list(reading.faults) == ["broken"]
    assert reading.articles.height == 2


def test_news_told_twice_is_kept_once_as_the_most_official_tells_it() -> None:
    official = replace(FEED, key="club", url="https://a.test/rss", tier=1, channel=None)
    fans = replace(FEED, key="fans", url="https://b.test/rss", tier=4, channel=None)
    reading = _read(lambda _: _rss("Any", "Same", "Same"), fans, official)
    assert reading.articles.select("outlet", "tier").rows() == [("club", 1)]


def test_nothing_there_is_no_fault() -> None:
    reading = _read(lambda _: None, FEED)
    assert reading.items == {"bbc": 0}
    assert reading.faults == {}
    assert reading.articles.is_empty()


def test_an_article_from_the_future_is_known_now() -> None:
    later = _rss("Any", "Late").replace(
        "</item>", "<pubDate>Fri, 10 Jan 2025 10:00:00 GMT</pubDate></item>"
    )
    reading = _read(lambda _: later, replace(FEED, url="https://a.test/rss", channel=None))
    assert reading.articles.select("published", "known_at").row(0) == (NOW, NOW)


def test_items_naming_a_player_are_counted() -> None:
    rows = _read(
        lambda _: _rss("Any", "Križ is out", "Tickets on sale", "B.Tavares fit"),
        replace(FEED, url="https://a.test/rss", channel=None),
    ).articles
    assert news.naming_somebody(rows, ["Križ", "B.Tavares"]) == 2


def test_outlets_are_turned_off_and_added_by_settings() -> None:
    own = NewsOutlet(key="own", name="My paper", form="rss", url="https://own.test/rss")
    chosen = news.outlets_of(Settings(news_off=("fans", "gossip"), news_more=(own,)))
    assert {each.key for each in chosen} == {each.key for each in OUTLETS} - {"fans", "gossip"} | {
        "own"
    }


@pytest.mark.parametrize(
    ("settings", "complaint"),
    [
        (Settings(news_off=("nobody",)), "no outlet is called nobody"),
        (
            Settings(
                news_more=(NewsOutlet(key="a", name="A", form="telex", url="https://a.test"),)
            ),
            "a must have a form of rss",
        ),
    ],
)
def test_settings_that_cannot_be_are_one_clear_error(settings: Settings, complaint: str) -> None:
    with pytest.raises(InputError, match=complaint):
        news.outlets_of(settings)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Nott'm Forest", "nottingham-forest"),
        ("Man Utd", "manchester-united"),
        ("Arsenal", "arsenal"),
        ("Queensferry-Moor Rovers", "queensferry-moor-rovers"),
    ],
)
def test_a_clubs_slug_comes_from_its_full_name(name: str, expected: str) -> None:
    assert slug(name) == expected
