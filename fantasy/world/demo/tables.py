"""Pages of the outlets as HTML: articles, and the tables and lists of fantasy sites."""

import json
from collections.abc import Iterable
from html import escape
from typing import Any

Row = dict[str, Any]

STATUSES = {"i": "Injured", "s": "Suspended", "d": "Doubt"}


def article(each: Row, site: str) -> bytes:
    """An article with what stands around it: navigation, a cookie notice, JSON-LD."""
    text = "\n".join(f"<p>{escape(part)}</p>" for part in each["body"])
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": each["title"],
        "datePublished": f"{each['time']:%Y-%m-%dT%H:%M:%SZ}",
        "author": {"@type": "Person", "name": each["author"]},
        "articleBody": "\n".join(each["body"]),
    }
    linked = json.dumps(data, ensure_ascii=False).replace("</", "<\\/")
    return page(
        each["title"],
        site,
        f'<script type="application/ld+json">{linked}</script>\n'
        f'<article><h1>{escape(each["title"])}</h1>\n<p class="byline">By {each["author"]}</p>\n'
        f'{text}\n</article>\n<aside class="related"><h2>More on this story</h2>'
        "<ul><li>Table</li><li>Fixtures</li></ul></aside>",
    )


def page(title: str, site: str, content: str) -> bytes:
    """A whole page."""
    return (
        f'<!doctype html>\n<html lang="en">\n<head><meta charset="utf-8">'
        f"<title>{escape(title)} | {escape(site)}</title></head>\n<body>\n"
        '<div class="cookie-banner">We use cookies. <button>Accept all</button></div>\n'
        '<nav><ul><li><a href="/">Home</a></li>'
        '<li><a href="/football">Football</a></li></ul></nav>\n'
        f"<main>\n{content}\n</main>\n<footer>Contact us. Privacy.</footer>\n</body>\n</html>\n"
    ).encode()


def injuries(rows: Iterable[Row], site: str) -> bytes:
    """A table of everybody flagged: player, club, status, return date, latest news, updated.

    Args:
        rows: name, club, status (i, s or d), chance, back, news and updated.
        site: its name.
    """
    body = "\n".join(
        "<tr>"
        + "".join(
            f"<td>{escape(text)}</td>"
            for text in (
                each["name"],
                each["club"],
                STATUSES[each["status"]] + (f" {each['chance']}%" if each["status"] == "d" else ""),
                each["back"],
                each["news"],
                each["updated"],
            )
        )
        + "</tr>"
        for each in rows
    )
    heads = ("Player", "Club", "Status", "Return Date", "Latest News", "Last Updated")
    head = "".join(f"<th>{name}</th>" for name in heads)
    table = (
        f'<table class="injuries"><thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody></table>'
    )
    return page("Injuries and bans", site, table)


def by_club(clubs: Iterable[tuple[str, list[Row]]], site: str) -> bytes:
    """Injuries listed club by club, as SportsGambler does."""
    parts = []
    for club, rows in clubs:
        parts.append(f'<h3 class="injuries-title">{escape(club)}</h3>')
        parts += [
            '<div class="inj-row">'
            f'<span class="inj-type injury-{"questionmark" if each["status"] == "d" else "plus"}">'
            f'</span><span class="inj-player">{escape(each["name"])}</span>'
            f'<span class="inj-position">{each["position"]}</span>'
            f'<span class="inj-info">{escape(each["news"])}</span>'
            f'<span class="inj-return">{escape(each["back"])}</span></div>'
            for each in rows
        ]
    return page("Premier League injuries", site, "\n".join(parts))


def predicted(teams: Iterable[Row], site: str) -> bytes:
    """Predicted line-ups and who is out, doubtful or banned, club by club.

    Args:
        teams: team_code, name, formation (such as 4-4-2), line_up (rows of code and name by
            line), and `Out`, `Doubts` and `Banned`, each a list of names.
        site: its name.
    """
    parts = []
    for team in teams:
        lines = "".join(
            f'<ul class="row-{number}">'
            + "".join(
                f'<li><img src="/players/110x140/{each["code"]}.png" alt="">'
                f'<span class="player-name">{escape(each["name"])}</span></li>'
                for each in line
            )
            + "</ul>"
            for number, line in enumerate(team["line_up"], start=1)
        )
        stories = "".join(
            f"<li><strong>{label}:</strong> {', '.join(team[label]) or 'None'}</li>"
            for label in ("Out", "Doubts", "Banned")
        )
        parts.append(
            f'<li class="team-news-item" data-team-code="{team["team_code"]}">'
            f"<h2>{escape(team['name'])}</h2>"
            f'<div class="scout-picks formation-{team["formation"]}">{lines}</div>'
            f'<ul class="story-parts">{stories}</ul></li>'
        )
    return page("Team news", site, f'<ul class="team-news">{"".join(parts)}</ul>')
