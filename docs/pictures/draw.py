"""Draw the README's pictures from the demo: `python docs/pictures/draw.py` (needs Chromium)."""

import io
import shutil
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from playwright.sync_api import sync_playwright
from rich.console import Console

from fantasy import weekly
from fantasy.briefing import Briefing, brief
from fantasy.config import load_settings
from fantasy.planning import Asked
from fantasy.report import plan
from fantasy.report.page import write_page
from fantasy.rivals import rivals_of
from fantasy.team import team_of
from fantasy.world.enter import enter

ENTRY, LEAGUE, WEEKS = 1, 1001, 5
HERE = Path(__file__).parent
COMMAND = "fantasy recommend --demo 1 --team 1"
DESKTOP, PHONE = {"width": 1280, "height": 1130}, {"width": 390, "height": 844}


def of_the_demo() -> Briefing:
    """The briefing of an entry of the demo league."""
    settings = load_settings()
    world = enter(settings, demo=1)
    lake, trained = weekly.prepare(world, settings)
    team = team_of(world, settings, lake, ENTRY)
    found = brief(world, lake, trained, team, Asked(WEEKS))
    rivals = rivals_of(world, settings, lake, LEAGUE, team, found.expected_points)
    return replace(found, rivals=rivals)


def draw(briefing: Briefing, folder: Path) -> None:
    """Write the pictures of the page and of the terminal."""
    chromium = shutil.which("chromium")
    if chromium is None:
        sys.exit("no chromium on the path: apt-get install chromium")
    with tempfile.TemporaryDirectory() as made, sync_playwright() as playwright:
        path = Path(made) / "page.html"
        write_page(briefing, path)
        browser = playwright.chromium.launch(executable_path=chromium)
        for name, size, scheme in (("page", DESKTOP, "light"), ("phone", PHONE, "dark")):
            page = browser.new_page(viewport=size, color_scheme=scheme)
            page.goto(path.as_uri())
            page.screenshot(path=folder / f"{name}.png")
        browser.close()
    console = Console(record=True, width=86, file=io.StringIO())
    console.print(f"$ {COMMAND}", style="bold green")
    console.print(plan.as_table(briefing.problem, briefing.plans[0], [], weeks=1))
    console.save_svg(str(folder / "terminal.svg"), title="fantasy")


if __name__ == "__main__":
    draw(of_the_demo(), HERE)
