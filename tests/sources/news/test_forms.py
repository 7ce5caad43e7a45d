from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fantasy.errors import SourceError
from fantasy.sources.news import forms

URL = "https://example.test/page"
RSS = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>Ashmere news</title>
<item><title>Tavares &amp; Lobo back</title><link>https://example.test/a?at=rss</link>
<description>&lt;p&gt;Both &lt;b&gt;trained&lt;/b&gt;.&lt;/p&gt;</description>
<pubDate>Fri, 03 Jan 2025 14:05:00 GMT</pubDate></item>
<item><title>No link</title></item></channel></rss>"""
ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Fans</title><entry><title>Out?</title>
<content type="html">&lt;p&gt;Heard he is out.&lt;/p&gt;</content><link href="https://example.test/b"/>
<updated>2025-01-03T10:00:00+00:00</updated></entry></feed>"""
TABLE = b"""<table><tr><th>Other</th></tr></table><table><thead><tr><th>Player</th><th>Club</th>
<th>Status</th><th>Return Date</th><th>Latest News</th></tr></thead><tr><td>Rui Tavares</td>
<td>Ashmere</td><td>Doubt 50%</td><td>12 Jan</td><td>Calf</td></tr><tr><td>Ivo Kri\xc5\xbe</td>
<td>Ashmere</td><td>Injured</td><td>Unknown</td><td>Knee.</td></tr></table>"""


def test_rss_gives_text_links_and_times() -> None:
    parsed = forms.feed(RSS, URL)
    assert parsed.channel == "Ashmere news"
    (item,) = parsed.items
    assert (item.title, item.summary) == ("Tavares & Lobo back", "Both trained .")
    assert item.published == datetime(2025, 1, 3, 14, 5, tzinfo=UTC)
    assert forms.canonical(item.url) == "https://example.test/a"


def test_atom_gives_its_content() -> None:
    (item,) = forms.feed(ATOM, URL).items
    assert (item.title, item.summary) == ("Out?", "Heard he is out.")
    assert item.published == datetime(2025, 1, 3, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    "body", [b"", b"<html><p>updating</p></html>", b"{}", b"\x00\xff", b"/etc/hostname"]
)
def test_what_is_no_feed_is_said_so(body: bytes) -> None:
    with pytest.raises(SourceError, match="is no RSS or Atom feed"):
        forms.feed(body, URL)


def test_a_table_is_read_by_its_headings_into_sentences() -> None:
    one, other = forms.injury_table(TABLE, URL).items
    assert one.summary == "Rui Tavares (Ashmere): Doubt 50%. Calf. Expected back 12 Jan."
    assert (one.club, one.published) == ("Ashmere", None)
    assert other.summary == "Ivo Križ (Ashmere): Injured. Knee."
    assert one.url == f"{URL}#ashmere-rui-tavares"


@pytest.mark.parametrize("parse", [forms.injury_table, forms.club_list, forms.line_ups])
@pytest.mark.parametrize("body", [b"", b"<html><table><tr><th>A</th></tr></table></html>"])
def test_a_page_whose_shape_has_changed_raises_the_alarm(parse: object, body: bytes) -> None:
    with pytest.raises(SourceError, match="its shape has changed"):
        parse(body, URL)  # type: ignore[operator]


def test_posts_and_content_without_their_fields_are_errors() -> None:
    with pytest.raises(SourceError, match="a post lacks 'title'"):
        forms.wordpress(b'[{"link": "x"}]', URL)
    with pytest.raises(SourceError, match="expected a list of posts"):
        forms.wordpress(b"{}", URL)
    with pytest.raises(SourceError, match="lacks the field content"):
        forms.content(b'{"pageInfo": {}}', URL)
    with pytest.raises(SourceError, match="is not JSON"):
        forms.content(b"<html>", URL)


@given(st.text())
def test_any_text_becomes_one_short_line(markup: str) -> None:
    line = forms.text(markup)
    assert "\n" not in line
    assert len(line) <= forms.MOST_TEXT
    assert line.isprintable()


@given(st.binary(max_size=400))
def test_no_body_whatever_is_a_traceback(body: bytes) -> None:
    for form, parse in forms.PARSERS.items():
        try:
            parsed = parse(body, URL)
        except SourceError:
            continue
        assert parsed.items == () or form in ("rss", "atom")
