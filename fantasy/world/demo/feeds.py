"""Feeds of the outlets in the forms real sites use: RSS, Atom, JSON."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape
from typing import Any
from xml.etree import ElementTree as ET

MEDIA = "http://search.yahoo.com/mrss/"
ATOM = "http://www.w3.org/2005/Atom"
Row = dict[str, Any]


@dataclass(frozen=True)
class Channel:
    """A feed's own title and where it lives."""

    title: str
    link: str


def rss(channel: Channel, items: Iterable[Row], *, escaped: bool = False) -> bytes:
    """RSS 2.0, as the BBC, Sky and the clubs write it.

    Args:
        channel: the feed.
        items: title, summary, body, url and time.
        escaped: whether the description is escaped HTML of the whole text, as the Guardian's is.
    """
    ET.register_namespace("media", MEDIA)
    root = ET.Element("rss", {"version": "2.0"})
    top = ET.SubElement(root, "channel")
    for name, text in (("title", channel.title), ("link", channel.link), ("language", "en-gb")):
        ET.SubElement(top, name).text = text
    for each in items:
        item = ET.SubElement(top, "item")
        whole = "".join(f"<p>{escape(part, quote=False)}</p>" for part in each["body"])
        fields = {
            "title": each["title"],
            "description": whole if escaped else each["summary"],
            "link": each["url"],
            "guid": each["url"],
            "pubDate": format_datetime(each["time"].astimezone(UTC), usegmt=True),
        }
        for name, text in fields.items():
            ET.SubElement(item, name).text = text
        picture = {"width": "240", "height": "135", "url": f"{each['url']}.jpg"}
        ET.SubElement(item, f"{{{MEDIA}}}thumbnail", picture)
    return _written(root)


def atom(channel: Channel, items: Iterable[Row]) -> bytes:
    """Atom, as Reddit writes it."""
    ET.register_namespace("", ATOM)
    root = ET.Element(f"{{{ATOM}}}feed")
    ET.SubElement(root, f"{{{ATOM}}}title").text = channel.title
    for each in items:
        entry = ET.SubElement(root, f"{{{ATOM}}}entry")
        author = ET.SubElement(entry, f"{{{ATOM}}}author")
        ET.SubElement(author, f"{{{ATOM}}}name").text = f"/u/{_handle(each['author'])}"
        text = "".join(f"<p>{escape(part, quote=False)}</p>" for part in each["body"])
        ET.SubElement(entry, f"{{{ATOM}}}content", {"type": "html"}).text = text
        ET.SubElement(entry, f"{{{ATOM}}}id").text = f"t3_{each['item']:06d}"
        ET.SubElement(entry, f"{{{ATOM}}}link", {"href": each["url"]})
        ET.SubElement(entry, f"{{{ATOM}}}updated").text = f"{each['time']:%Y-%m-%dT%H:%M:%S+00:00}"
        ET.SubElement(entry, f"{{{ATOM}}}title").text = each["title"]
    return _written(root)


def wordpress(items: Iterable[Row]) -> list[Row]:
    """Posts as WordPress gives them at `/wp-json/wp/v2/posts`."""
    return [
        {
            "id": each["item"],
            "date": f"{each['time']:%Y-%m-%dT%H:%M:%S}",
            "slug": each["url"].rstrip("/").rsplit("/", 1)[-1],
            "link": each["url"],
            "title": {"rendered": escape(each["title"], quote=False)},
            "content": {
                "rendered": "".join(f"<p>{escape(part)}</p>\n" for part in each["body"]),
                "protected": False,
            },
        }
        for each in items
    ]


def league_content(items: Iterable[Row], *, size: int, page: int) -> Row:
    """A page of the Premier League's content API."""
    every = list(items)
    shown = every[page * size : (page + 1) * size]
    return {
        "pageInfo": {"page": page, "numPages": -(-len(every) // size), "pageSize": size},
        "content": [
            {
                "id": each["item"],
                "type": "text",
                "title": each["title"],
                "date": f"{each['time']:%Y-%m-%dT%H:%M:%SZ}",
                "description": each["summary"],
                "body": "".join(f"<p>{escape(part)}</p>" for part in each["body"]),
                "references": [],
                "tags": [],
                "canonicalUrl": each["url"],
            }
            for each in shown
        ],
    }


def parsed(text: str) -> datetime:
    """The moment WordPress is asked for in `after` and `before`."""
    return datetime.fromisoformat(text)


def _handle(name: str) -> str:
    return name.lower().replace(" ", "_")


def _written(root: ET.Element) -> bytes:
    text: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return text
