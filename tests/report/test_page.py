"""The page as text: whole in itself, escaped, and telling what the briefing tells."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from time import process_time
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup
from made_briefing import BLANK, DOUBLE, NOW, hostile, made

from fantasy.errors import InputError
from fantasy.report.page import page_of, policy, write_page
from fantasy.report.page.facts import Facts, fixture, flag, link
from fantasy.report.page.kits import CLUBS, kit_of
from fantasy.report.page.tables import prices
from fantasy.report.page.teams import plans, reasons
from fantasy.report.times import age, span

if TYPE_CHECKING:
    from pathlib import Path

    from fantasy.briefing import Briefing

MOST_BYTES = 3_000_000


@pytest.fixture(scope="module")
def briefing() -> Briefing:
    return made()


@pytest.fixture(scope="module")
def page(briefing: Briefing) -> str:
    return page_of(briefing)


@pytest.fixture(scope="module")
def soup(page: str) -> BeautifulSoup:
    return BeautifulSoup(page, "html.parser")


def test_a_page_of_800_players_is_small_and_soon_made(briefing: Briefing) -> None:
    page_of(briefing)
    before = process_time()
    body = page_of(briefing)
    assert process_time() - before < 2
    assert len(body.encode()) < MOST_BYTES


def test_the_policy_lets_only_the_page_s_own_style_and_script_run(soup: BeautifulSoup) -> None:
    told = soup.find("meta", {"http-equiv": "Content-Security-Policy"})
    style, script = soup.find("style"), soup.find_all("script")[-1]
    assert told["content"] == policy(style.string, script.string)
    assert told["content"].startswith("default-src 'none';")
    assert "unsafe" not in told["content"]


def test_nothing_on_the_page_asks_for_anything(soup: BeautifulSoup) -> None:
    assert not soup.find_all(["img", "link", "iframe", "object", "embed", "base", "form"], src=True)
    assert not soup.find_all(["img", "link", "iframe", "object", "embed", "base"])
    names = {name for tag in soup.find_all(True) for name in tag.attrs}
    assert not {name for name in names if name.startswith("on")} | (names & {"style", "src"})
    assert "url(" not in soup.find("style").string
    assert "@import" not in soup.find("style").string


def test_hostile_words_are_text_and_hostile_addresses_no_links() -> None:
    soup = BeautifulSoup(page_of(made(hostile, players=120)), "html.parser")
    assert not soup.find_all(["img"])
    assert len(soup.find_all("script")) == 2
    assert len(soup.find_all("style")) == 1
    assert not soup.find_all(onload=True)
    assert all(tag["href"].startswith("#") for tag in soup.find_all("a"))
    assert "{{ 7 * 7 }}" in soup.get_text()


def test_links_lead_to_the_web_only(soup: BeautifulSoup) -> None:
    led = [tag for tag in soup.find_all("a") if not tag["href"].startswith("#")]
    assert led
    for tag in led:
        assert tag["href"].startswith("https://paper.example/")
        assert "noopener" in tag["rel"]
    for bad in ("javascript:alert(1)", "data:text/html,x", "//evil", "ftp://a/b", "http://", None):
        assert link(bad) is None
    assert link("http://[bad") is None


def test_every_section_is_there_and_the_sheet_has_eleven_and_four(soup: BeautifulSoup) -> None:
    wanted = "team plans captains players fixtures news prices accuracy rivals".split()
    assert [tag["id"] for tag in soup.find_all("section", id=True)] == wanted
    for letter in "ABC":
        sheet = soup.find(id=f"plan-{letter}")
        assert len(sheet.select(".pitch .pick")) == 11
        assert len(sheet.select(".bench .pick")) == 4
        assert len(sheet.select(".pitch .armband")) == 2
    assert len(soup.select("#ticker tbody tr")) == 20
    assert len(soup.select("#ticker .double .fx")) == 2
    assert len(soup.select("#ticker td.blank")) == 1


def test_without_team_league_past_and_plans_to_choose_from_the_page_still_stands() -> None:
    bare = replace(
        made(players=120),
        team=None,
        idle=None,
        past=None,
        rivals=None,
        overrides=(),
        warnings=(),
        plans=made(players=120).plans[:1],
    )
    soup = BeautifulSoup(page_of(bare), "html.parser")
    assert soup.find(id="rivals") is None
    assert "No gameweek that was forecast is over yet" in soup.find(id="accuracy").get_text()
    assert len(soup.find_all("div", role="tabpanel")) == 1


def test_a_transfer_is_reasoned_by_points_flags_matches_and_money(briefing: Briefing) -> None:
    facts = Facts(briefing)
    for plan in briefing.plans:
        for made_now in plan.moves[0].transfers:
            told = reasons(facts, made_now, [24, DOUBLE, BLANK])
            assert re.fullmatch(
                r"[+-]\d+\.\d points over 3 gameweeks, [+-]\d+\.\d in the next", told[0]
            )
            out = facts.players[made_now.element_out]
            assert (flag(out) is None) == (
                not any(line.startswith(f"{out['name']}: ") for line in told)
            )
            dearer = made_now.element_in_cost - made_now.element_out_cost
            assert any("£" in line for line in told) == (dearer != 0)


def test_plans_are_told_by_what_they_give_up_and_gain(briefing: Briefing) -> None:
    told = plans(Facts(briefing))
    assert [each["letter"] for each in told] == ["A", "B", "C"]
    assert told[0]["gives_up"] == "0.00"
    assert told[0]["gain"] == "+2.50"
    assert float(told[1]["gives_up"]) <= float(told[2]["gives_up"])


def test_prices_fall_back_to_net_transfers(briefing: Briefing) -> None:
    assert prices(Facts(briefing))["official"]
    silent = replace(briefing, players=briefing.players.with_columns(price_percent=None))
    found = prices(Facts(silent))
    assert not found["official"]
    assert found["risers"][0]["move"] == "+4,800"


def test_a_flag_is_out_in_doubt_or_none() -> None:
    def told(status: str, chance: int | None, news: str | None = None) -> object:
        return flag({"status": status, "chance": chance, "news": news})

    assert told("a", None) is None
    assert told("a", 100) is None
    assert told("d", 75, "Knock - 75% chance of playing") == {
        "level": "doubt",
        "words": "Knock - 75% chance of playing",
    }
    assert told("i", 0, "Knee") == {"level": "out", "words": "Knee (0% to play)"}
    assert told("s", None) == {"level": "out", "words": "suspended"}


def test_times_are_told_as_people_do() -> None:
    assert age(NOW, NOW) == "just now"
    assert age(NOW - timedelta(minutes=59), NOW) == "59 min ago"
    assert age(NOW - timedelta(hours=47), NOW) == "47 h ago"
    assert age(NOW - timedelta(days=3), NOW) == "3 days ago"
    assert age(None, NOW) == ""
    assert span(timedelta(hours=47, minutes=5)) == "47 h 5 min"
    assert span(timedelta(days=2, hours=3)) == "2 days 3 h"
    assert span(timedelta(0)) == "over"


def test_difficulty_grows_as_fewer_goals_are_promised() -> None:
    def of(goals: float, against: float) -> tuple[int, int]:
        told = fixture({"opponent": "X", "was_home": True, "for": goals, "against": against})
        return told["attack"], told["defence"]

    assert of(2.5, 0.5) == (1, 1)
    assert of(1.4, 1.4) == (3, 3)
    assert of(0.7, 2.5) == (5, 5)


def test_every_club_has_a_shirt() -> None:
    for code in [*CLUBS, *range(1, 400)]:
        kit = kit_of(code)
        assert re.fullmatch("#[0-9a-f]{6}", kit.body)
        assert re.fullmatch("#[0-9a-f]{6}", kit.second)
        assert kit.pattern in {"plain", "sleeves", "stripes", "collar", "hoops"}


def test_a_page_that_cannot_be_written_is_one_line(briefing: Briefing, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be written"):
        write_page(briefing, tmp_path)
    size = write_page(briefing, tmp_path / "new" / "page.html")
    assert size == (tmp_path / "new" / "page.html").stat().st_size
