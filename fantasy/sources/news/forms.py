"""The forms news comes in, each parsed to the same items; no text of articles is kept."""

import calendar
import io
import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from html import unescape
from typing import Any
from urllib.parse import urljoin, urlsplit

import feedparser
from bs4 import BeautifulSoup, Tag

from fantasy.errors import SourceError

MOST_TEXT = 1000
"""Characters kept of a summary: what a feed gives away, never an article."""

SENTENCE = re.compile(r"(?<=[.!?])\s+")


@dataclass(frozen=True)
class Item:
    """One piece of news.

    Attributes:
        url: of the article, or of the place in a page that is news itself.
        title: its headline.
        summary: what the feed says of it.
        published: when (UTC); None if it does not say.
        club: the name of the club it stands under; None if under none.
    """

    url: str
    title: str
    summary: str
    published: datetime | None
    club: str | None = None


@dataclass(frozen=True)
class Parsed:
    """What an address gave: its items, and the title of the channel where it has one."""

    items: tuple[Item, ...]
    channel: str | None = None


def feed(body: bytes, url: str) -> Parsed:
    """RSS or Atom.

    Raises:
        SourceError: if it is no feed.
    """
    parsed = feedparser.parse(io.BytesIO(body))
    if not parsed.get("version"):
        raise SourceError(url, "is no RSS or Atom feed")
    items = tuple(
        Item(
            url=each.get("link", ""),
            title=text(each.get("title", "")),
            summary=text(each.get("summary") or _content(each)),
            published=_moment(each.get("published_parsed") or each.get("updated_parsed")),
        )
        for each in parsed.entries
        if each.get("link")
    )
    return Parsed(items, parsed.feed.get("title", ""))


def wordpress(body: bytes, url: str) -> Parsed:
    """Posts of a WordPress site: the first sentences of each.

    Raises:
        SourceError: if it is no list of posts.
    """
    posts = _json(body, url)
    if not isinstance(posts, list):
        raise SourceError(url, "expected a list of posts")
    items = []
    for each in posts:
        try:
            items.append(
                Item(
                    each["link"],
                    text(each["title"]["rendered"]),
                    text(each["content"]["rendered"]),
                    _iso(each["date"]),
                )
            )
        except (KeyError, TypeError) as error:
            raise SourceError(url, f"a post lacks {error}") from error
    return Parsed(tuple(items))


def content(body: bytes, url: str) -> Parsed:
    """The Premier League's content API.

    Raises:
        SourceError: if it has no content.
    """
    answer = _json(body, url)
    if not isinstance(answer, dict) or not isinstance(answer.get("content"), list):
        raise SourceError(url, "lacks the field content")
    items = tuple(
        Item(
            each.get("canonicalUrl") or urljoin(url, str(each.get("id", ""))),
            text(each.get("title") or ""),
            text(each.get("description") or each.get("body") or ""),
            _iso(each.get("date")),
        )
        for each in answer["content"]
        if isinstance(each, dict)
    )
    return Parsed(items)


def injury_table(body: bytes, url: str) -> Parsed:
    """A table of Player, Club, Status, Return Date and Latest News, found by its headings.

    Raises:
        SourceError: if there is no such table, or it has no row.
    """
    for table in BeautifulSoup(body, "html.parser").find_all("table"):
        heads = [cell.get_text(" ", strip=True).lower() for cell in table.find_all("th")]
        if not {"player", "club", "status"} <= set(heads):
            continue
        cells = [
            [cell.get_text(" ", strip=True) for cell in row.find_all("td")]
            for row in table.find_all("tr")
        ]
        rows = [dict(zip(heads, row, strict=False)) for row in cells]
        items = tuple(_flagged(row, url) for row in rows if row.get("player"))
        return _some(items, url)
    raise SourceError(url, "has no table of players, clubs and statuses: its shape has changed")


def club_list(body: bytes, url: str) -> Parsed:
    """Injuries under a heading for each club.

    Raises:
        SourceError: if nobody is listed.
    """
    soup = BeautifulSoup(body, "html.parser")
    items = []
    club = None
    for each in soup.select("h3.injuries-title, div.inj-row"):
        if each.name == "h3":
            club = each.get_text(" ", strip=True)
            continue
        said = {part: _text_of(each, f"span.inj-{part}") for part in ("player", "info", "return")}
        doubtful = each.select_one(".injury-questionmark") is not None
        row = {
            "player": said["player"],
            "club": club or "",
            "status": "Doubt" if doubtful else "Injured",
            "return date": said["return"],
            "latest news": said["info"],
        }
        items.append(_flagged(row, url))
    return _some(tuple(items), url)


def line_ups(body: bytes, url: str) -> Parsed:
    """Predicted line-ups: an item for each club, its eleven, and who is out, doubtful or banned.

    Raises:
        SourceError: if there are none.
    """
    soup = BeautifulSoup(body, "html.parser")
    items = []
    for each in soup.select("li.team-news-item"):
        club = _text_of(each, "h2")
        eleven = [name.get_text(" ", strip=True) for name in each.select("span.player-name")]
        parts = [part.get_text(" ", strip=True) for part in each.select("ul.story-parts li")]
        stories = " ".join(_closed(part) for part in parts)
        items.append(
            Item(
                f"{url}#{each.get('data-team-code', '')}",
                f"{club}: predicted line-up",
                f"Predicted line-up: {', '.join(eleven)}. {stories}"[:MOST_TEXT],
                None,
                club,
            )
        )
    return _some(tuple(items), url)


PARSERS: dict[str, Callable[[bytes, str], Parsed]] = {
    "rss": feed,
    "atom": feed,
    "wordpress": wordpress,
    "content": content,
    "injury_table": injury_table,
    "club_list": club_list,
    "line_ups": line_ups,
}
PAGES = ("injury_table", "club_list", "line_ups")
"""Forms written for people, whose sites' robots.txt is asked first."""


def text(markup: str) -> str:
    """Plain text of what may be HTML, on one line and not too long."""
    soup = BeautifulSoup(unescape(markup), "html.parser")
    line = " ".join(soup.get_text(" ").split())
    return "".join(each for each in line if each.isprintable())[:MOST_TEXT]


def canonical(url: str) -> str:
    """An address without what only tells where the reader came from."""
    parts = urlsplit(url)
    return parts._replace(query="", fragment=parts.fragment).geturl()


def _flagged(row: dict[str, str], url: str) -> Item:
    """A row of a table, said in sentences as a reporter would."""
    player, club = row["player"], row.get("club", "")
    said = [f"{player} ({club}): {row.get('status', '')}", row.get("latest news", "")]
    back = row.get("return date", "")
    said += [f"Expected back {back}"] if back and not back.lower().startswith("unknown") else []
    name = re.sub(r"\W+", "-", f"{club} {player}".lower()).strip("-")
    return Item(
        f"{url}#{name}", f"{player}: {row.get('status', '')}", _sentences(said), None, club or None
    )


def _sentences(parts: Iterable[str]) -> str:
    return " ".join(_closed(part) for part in parts if part)[:MOST_TEXT]


def _closed(sentence: str) -> str:
    return sentence if sentence.endswith((".", "!", "?")) else f"{sentence}."


def _some(items: tuple[Item, ...], url: str) -> Parsed:
    if not items:
        raise SourceError(url, "names nobody: its shape has changed")
    return Parsed(items)


def _text_of(each: Tag, selector: str) -> str:
    found = each.select_one(selector)
    return "" if found is None else found.get_text(" ", strip=True)


def _content(entry: Any) -> str:  # noqa: ANN401 - feedparser's entries are untyped
    parts = entry.get("content") or [{}]
    return str(parts[0].get("value", ""))


def _moment(parts: Any) -> datetime | None:  # noqa: ANN401 - a struct_time or nothing
    return None if parts is None else datetime.fromtimestamp(calendar.timegm(parts), UTC)


def _iso(value: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _json(body: bytes, url: str) -> object:
    try:
        return json.loads(body)
    except ValueError as error:
        raise SourceError(url, f"is not JSON, or cut short ({error})") from error
