from __future__ import annotations

import json
from datetime import timedelta
from xml.etree import ElementTree as ET

import feedparser
import pytest
from bs4 import BeautifulSoup

from fantasy.league import simulate
from fantasy.league.press.desk import slug
from fantasy.world.demo.pages import Pages
from fantasy.world.demo.transport import news


@pytest.fixture(scope="module")
def pages() -> Pages:
    league = simulate(1)
    return Pages(league.current, news(league))


def _slug(pages: Pages) -> str:
    """A club the BBC wrote of."""
    teams = pages.press.items.filter(outlet="bbc")["team"].drop_nulls()
    return slug(pages.season.clubs.row(teams[0] - 1, named=True)["name"])


def _body(pages: Pages, url: str) -> bytes:
    answer = pages.respond(url)
    assert answer is not None
    assert answer[0] == 200, url
    return answer[2]


def _feeds(pages: Pages) -> list[str]:
    club = _slug(pages)
    return [
        f"https://feeds.bbci.co.uk/sport/football/teams/{club}/rss.xml",
        "https://feeds.bbci.co.uk/sport/football/premier-league/rss.xml",
        "https://feeds.bbci.co.uk/sport/football/gossip/rss.xml",
        f"https://www.theguardian.com/football/{club}/rss",
        "https://www.skysports.com/rss/11661",
        "https://www.reddit.com/r/FantasyPL/.rss?limit=100",
        f"https://www.{club}.example/rss.xml",
    ]


def test_every_feed_is_read_by_a_feed_reader(pages: Pages) -> None:
    latest = pages.season.now
    for url in _feeds(pages):
        feed = feedparser.parse(_body(pages, url))
        assert not feed.bozo, url
        assert feed.feed.title
        for entry in feed.entries:
            assert entry.title
            assert entry.link.startswith("https://")
            moment = entry.get("published_parsed") or entry.updated_parsed
            assert moment[:5] <= (latest + timedelta(minutes=1)).timetuple()[:5]
    assert len(feedparser.parse(_body(pages, _feeds(pages)[1])).entries) > 10


def test_a_wrong_slug_is_404_at_the_bbc_and_another_feed_at_the_guardian(pages: Pages) -> None:
    answer = pages.respond("https://feeds.bbci.co.uk/sport/football/teams/nobody/rss.xml")
    assert answer is not None
    assert answer[0] == 404
    feed = feedparser.parse(_body(pages, "https://www.theguardian.com/football/nobody/rss"))
    assert feed.feed.title == "Football | The Guardian"


def test_the_guardian_escapes_html_in_its_descriptions(pages: Pages) -> None:
    body = _body(pages, "https://www.theguardian.com/football/rss")
    text = ET.fromstring(body).find("channel/item/description")  # noqa: S314 - our own
    assert text is not None
    assert (text.text or "").startswith("<p>")
    assert b"&lt;p&gt;" in body


def test_every_link_leads_to_an_article_that_says_what_the_item_says(pages: Pages) -> None:
    for url in _feeds(pages)[:5]:
        for entry in feedparser.parse(_body(pages, url)).entries[:5]:
            soup = BeautifulSoup(_body(pages, entry.link), "html.parser")
            script = soup.find("script", type="application/ld+json")
            assert script is not None
            data = json.loads(script.get_text())
            paragraphs = [each.get_text() for each in soup.select("article p:not(.byline)")]
            assert data["headline"] == entry.title
            assert data["articleBody"].split("\n") == paragraphs


def test_the_injury_table_tells_fpls_flags(pages: Pages) -> None:
    url = "https://www.fantasyfootballscout.co.uk/fantasy-football-injuries/"
    soup = BeautifulSoup(_body(pages, url), "html.parser")
    heads = [cell.get_text() for cell in soup.select("table.injuries th")]
    assert heads[:4] == ["Player", "Club", "Status", "Return Date"]
    rows = [[cell.get_text() for cell in row.find_all("td")] for row in soup.select("tbody tr")]
    captured = pages.season.captures.filter(gameweek=24)
    flagged = captured["status"].is_in(["i", "d", "s"]).sum()
    assert len(rows) == flagged
    assert {row[2].split(" ")[0] for row in rows} == {"Injured", "Doubt", "Suspended"}


def test_the_club_by_club_list_covers_every_club(pages: Pages) -> None:
    url = "https://www.sportsgambler.com/injuries/football/england-premier-league/"
    soup = BeautifulSoup(_body(pages, url), "html.parser")
    titles = [each.get_text() for each in soup.select("h3.injuries-title")]
    assert titles == pages.season.clubs["name"].to_list()
    assert len(soup.select("div.inj-row span.inj-return")) > 50


def test_predicted_line_ups_are_elevens_of_players_who_are_not_out(pages: Pages) -> None:
    soup = BeautifulSoup(
        _body(pages, "https://www.fantasyfootballscout.co.uk/team-news"), "html.parser"
    )
    teams = soup.select("li.team-news-item")
    codes = {str(code) for code in pages.season.players["code"]}
    assert [team["data-team-code"] for team in teams] == [
        str(code) for code in pages.season.clubs["team_code"]
    ]
    for team in teams:
        names = [each.get_text() for each in team.select("span.player-name")]
        pictures = [str(each["src"]).rsplit("/", 1)[-1][:-4] for each in team.select("img")]
        assert len(names) == 11
        assert set(pictures) <= codes
        out = team.select_one("ul.story-parts li")
        assert out is not None
        assert not set(names) & set(out.get_text().removeprefix("Out: ").split(", "))


def test_posts_can_be_asked_for_by_date(pages: Pages) -> None:
    url = "https://www.fantasyfootballscout.co.uk/wp-json/wp/v2/posts"
    posts = json.loads(_body(pages, f"{url}?per_page=50"))
    assert posts[0]["title"]["rendered"].startswith("FPL Gameweek 24 team news")
    assert json.loads(_body(pages, f"{url}?before=2020-01-01T00:00:00")) == []


def test_the_leagues_content_comes_by_club_and_page(pages: Pages) -> None:
    base = "https://footballapi.pulselive.com/content/PremierLeague/text/EN/"
    first = json.loads(_body(pages, f"{base}?pageSize=5&page=0"))
    second = json.loads(_body(pages, f"{base}?pageSize=5&page=1"))
    assert len(first["content"]) == 5
    assert not {each["id"] for each in first["content"]} & {
        each["id"] for each in second["content"]
    }
    unknown = json.loads(_body(pages, f"{base}?tagNames=club-produced-content:nobody"))
    assert unknown["content"] == []


def test_hosts_have_robots_and_strangers_no_answer(pages: Pages) -> None:
    assert _body(pages, "https://www.fantasyfootballscout.co.uk/robots.txt").startswith(b"User")
    assert pages.respond("https://example.org/") is None
