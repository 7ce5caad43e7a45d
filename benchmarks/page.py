"""How soon the report page of 800 players is built, and its table sorted in the browser.

PYTHONPATH=tests python benchmarks/page.py
"""

import shutil
import sys
import tempfile
from pathlib import Path
from time import perf_counter

from made_briefing import PLAYERS, made
from playwright.sync_api import sync_playwright

from fantasy.report.page import page_of

RUNS = 5
SORTS = 40
SORT = """(runs) => {
    const took = [];
    for (let run = 0; run < runs; run++) {
        const headings = document.querySelectorAll("#explorer thead button");
        const heading = headings[run % headings.length];
        const before = performance.now();
        heading.click();
        document.getElementById("explorer").getBoundingClientRect();
        took.push(performance.now() - before);
    }
    return took.sort((a, b) => a - b);
}"""


def main() -> None:
    """Print seconds to build, bytes, and milliseconds to sort and lay out."""
    chromium = shutil.which("chromium")
    if chromium is None:
        sys.exit("no chromium on the path: apt-get install chromium")
    briefing, seconds = made(), []
    for _ in range(RUNS):
        before = perf_counter()
        body = page_of(briefing)
        seconds.append(perf_counter() - before)
    print(f"{PLAYERS} players: built in {seconds[0]:.2f} s at first, then {min(seconds):.2f} s")
    print(f"{len(body.encode()) / 1024:.0f} kB")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        path = Path(folder) / "page.html"
        path.write_text(body, encoding="utf-8")
        browser = playwright.chromium.launch(executable_path=chromium)
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(path.as_uri())
        took = page.evaluate(SORT, SORTS)
        browser.close()
    median, worst = took[len(took) // 2], took[int(0.95 * len(took))]
    print(f"sorted and laid out in {median:.1f} ms (median), {worst:.1f} ms (95 of 100)")


if __name__ == "__main__":
    main()
