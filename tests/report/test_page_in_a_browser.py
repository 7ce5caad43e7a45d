"""The page in Chromium: it opens from a file, asks for nothing, and can be used."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from made_briefing import PLAYERS, hostile, made
from playwright.sync_api import sync_playwright

from fantasy.report.page import write_page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Locator, Page

    Open = Callable[..., Page]

pytestmark = pytest.mark.browser

CHROMIUM = os.environ.get("FANTASY_CHROMIUM") or shutil.which("chromium")
PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1440, "height": 900}
GRAVE = {"serious", "critical"}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no chromium on the path: install it, or set FANTASY_CHROMIUM")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("page") / "page.html"
    write_page(made(), path)
    return path.as_uri()


@pytest.fixture(scope="module")
def hostile_address(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("hostile") / "page.html"
    write_page(made(hostile, players=120), path)
    return path.as_uri()


@pytest.fixture
def opened(browser: Browser, address: str) -> Iterator[Open]:
    """Opens the page; afterwards nothing may have been asked for, said, or gone wrong."""
    contexts, heard = [], []

    def open_page(
        where: str = address, *, size: dict[str, int] = DESKTOP, scheme: str = "light"
    ) -> Page:
        context = browser.new_context(viewport=size, color_scheme=scheme)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: heard.append(f"console: {said.text}"))
        page.on("pageerror", lambda error: heard.append(f"error: {error}"))
        page.on("dialog", lambda dialog: (heard.append("dialog"), dialog.dismiss()))
        page.on("request", lambda asked: heard.append(asked.url) if asked.url != where else None)
        page.goto(where)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert heard == []


def cells(page: Page, column: int) -> list[str]:
    return page.locator(f"#explorer tbody tr > :nth-child({column})").all_inner_texts()


def names(page: Page) -> list[str]:
    return page.locator("#explorer tbody th button").all_inner_texts()


def heading(page: Page, label: str) -> Locator:
    return page.locator("#explorer thead button", has_text=label).first


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_opens_from_a_file_without_a_word_or_a_request_and_fits(
    opened: Open, size: dict[str, int], scheme: str
) -> None:
    page = opened(size=size, scheme=scheme)
    assert page.locator("h1").inner_text() == "Gameweek 24"
    assert page.evaluate("document.documentElement.scrollWidth") == size["width"]
    assert page.locator("#explorer tbody tr").count() == 25


def test_search_needs_no_accent_and_says_how_many(opened: Open) -> None:
    page = opened()
    count = page.locator("#count")
    assert count.inner_text() == f"{PLAYERS} of {PLAYERS} players"
    page.get_by_label("Search").fill("namee 77")
    assert set(names(page)) == {"Nameé 77", *(f"Nameé 77{each}" for each in range(10))}
    page.get_by_label("Search").fill("nobody at all")
    assert count.inner_text() == f"0 of {PLAYERS} players"
    assert page.locator("#explorer tbody tr").count() == 0


def test_a_heading_sorts_one_way_and_then_the_other(opened: Open) -> None:
    page = opened()
    heading(page, "£m").click()
    dear = [float(each) for each in cells(page, 4)]
    assert dear == sorted(dear, reverse=True)
    assert dear[0] == 9.9
    assert heading(page, "£m").locator("..").get_attribute("aria-sort") == "descending"
    heading(page, "£m").press("Enter")
    cheap = [float(each) for each in cells(page, 4)]
    assert cheap == sorted(cheap)
    assert cheap[0] == 4.0
    heading(page, "Player").click()
    assert names(page)[0] == "Nameé 1"


def test_filters_narrow_the_table_and_more_can_be_shown(opened: Open) -> None:
    page = opened()
    page.get_by_label("Position").select_option("GKP")
    assert set(cells(page, 3)) == {"GKP"}
    assert page.locator("#count").inner_text() == f"{PLAYERS // 4} of {PLAYERS} players"
    page.get_by_role("button", name="Show more").click()
    assert page.locator("#explorer tbody tr").count() == 75
    page.get_by_label("Most £m").fill("4.5")
    assert all(float(each) <= 4.5 for each in cells(page, 4))
    page.get_by_label("Position").select_option("")
    page.get_by_label("Most £m").fill("")
    page.get_by_label("no flag").check()
    assert page.locator("#explorer .dot").count() == 0
    page.get_by_label("no flag").uncheck()
    page.get_by_label("my team").check()
    assert page.locator("#count").inner_text() == f"16 of {PLAYERS} players"


def test_columns_change_with_the_view(opened: Open) -> None:
    page = opened()
    page.get_by_label("Columns").select_option("weeks")
    assert page.locator("#explorer thead th").count() == 5 + 8
    page.get_by_label("Columns").select_option("parts")
    assert heading(page, "Clean sheet").is_visible()
    assert page.locator("#explorer [aria-sort]").inner_text().startswith("GW24")


def test_plans_switch_by_click_and_by_arrow(opened: Open) -> None:
    page = opened()
    sheets = {letter: page.locator(f"#plan-{letter}") for letter in "ABC"}
    assert [sheets[each].is_visible() for each in "ABC"] == [True, False, False]
    page.get_by_role("tab", name="Plan B").click()
    assert [sheets[each].is_visible() for each in "ABC"] == [False, True, False]
    page.keyboard.press("ArrowRight")
    assert [sheets[each].is_visible() for each in "ABC"] == [False, False, True]
    page.keyboard.press("ArrowRight")
    assert page.get_by_role("tab", name="Plan A").get_attribute("aria-selected") == "true"


def test_the_theme_is_chosen_and_remembered(opened: Open) -> None:
    page = opened(scheme="light")
    back = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(back)
    button = page.locator("#theme")
    assert button.inner_text() == "Theme: auto"
    button.click()
    assert page.evaluate(back) == light
    button.click()
    assert button.inner_text() == "Theme: dark"
    dark = page.evaluate(back)
    assert dark != light
    page.reload()
    assert page.evaluate(back) == dark


def test_the_ticker_turns_to_defence(opened: Open) -> None:
    page = opened()
    ticker = page.locator("#ticker tbody tr")
    before = ticker.first.get_attribute("data-for")
    assert before == max(each.get_attribute("data-for") for each in ticker.all())
    page.get_by_role("button", name="Defence").click()
    least = min(each.get_attribute("data-against") for each in ticker.all())
    assert ticker.first.get_attribute("data-against") == least


def test_a_player_opens_over_the_page_and_closes(opened: Open) -> None:
    page = opened()
    pick = page.locator("#plan-A .pick").first
    name = pick.locator(".label").inner_text()
    pick.click()
    dialog = page.locator("dialog")
    assert name.split()[-1] in dialog.locator("h2").inner_text()
    assert dialog.locator("tbody tr").count() == 8
    page.keyboard.press("Escape")
    assert not dialog.is_visible()
    page.locator("#explorer tbody button").first.press("Enter")
    assert dialog.is_visible()
    dialog.get_by_role("button", name="Close").click()
    assert not dialog.is_visible()


def test_the_keyboard_reaches_the_team_first(opened: Open) -> None:
    page = opened()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the team"
    page.keyboard.press("Enter")
    assert page.url.endswith("#team")


def test_on_paper_there_is_nothing_to_press(opened: Open) -> None:
    page = opened()
    page.emulate_media(media="print")
    for name in ("nav", "#theme", "#filters", ".tabs", "#more"):
        assert not page.locator(name).is_visible()
    assert page.locator("#plan-A").is_visible()
    assert page.pdf()[:5] == b"%PDF-"


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_grave(opened: Open, size: dict[str, int], scheme: str) -> None:
    page = opened(size=size, scheme=scheme)

    def grave() -> list[str]:
        found = Axe().run(page).response["violations"]
        return [
            f"{each['id']}: {node['html'][:200]}"
            for each in found
            if each["impact"] in GRAVE
            for node in each["nodes"]
        ]

    assert grave() == []
    for details in page.locator("details").all():
        details.locator("summary").click()
    page.get_by_role("button", name="Defence").click()
    assert grave() == []
    page.locator("#plan-A .pick").first.click()
    assert grave() == []


def test_a_page_of_hostile_words_runs_nothing(opened: Open, hostile_address: str) -> None:
    page = opened(hostile_address)
    assert page.locator("img").count() == 0
    page.get_by_label("Columns").select_option("parts")
    page.locator("#explorer tbody button").first.click()
    assert "onerror=window.hacked=1" in page.locator("dialog h2").inner_text()
    page.keyboard.press("Escape")
    page.get_by_label("Search").fill("<script>")
    page.locator("#plan-A .pick").first.click()
    page.wait_for_load_state("networkidle")
    assert page.evaluate("window.hacked") is None
