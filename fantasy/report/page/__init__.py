"""The report page: one HTML file that asks for nothing, drawn from a briefing.

Every word that was fetched passes through the template's escaping. The page's own style and script
are the only ones its policy lets run, by their hashes.
"""

from __future__ import annotations

import base64
import hashlib
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined

from fantasy.errors import InputError
from fantasy.report.page import charts, tables, teams
from fantasy.report.page.explorer import explorer
from fantasy.report.page.facts import Facts
from fantasy.report.times import span
from fantasy.whole_file import whole

if TYPE_CHECKING:
    from pathlib import Path

    from fantasy.briefing import Briefing

TEMPLATES = "templates"


def page_of(briefing: Briefing) -> str:
    """The page of a briefing, whole in itself."""
    environment = Environment(
        loader=PackageLoader("fantasy.report.page", TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    facts = Facts(briefing)
    sheets, armbands = teams.plans(facts), tables.captains(facts)
    style, script = (_source(environment, name) for name in ("page.css", "page.js"))
    return environment.get_template("page.html").render(
        briefing=briefing,
        policy=policy(style, script),
        style=style,
        script=script,
        left=span(briefing.deadline - briefing.now),
        fresh=tables.fresh(briefing),
        plans=sheets,
        plans_chart=charts.leads(briefing, [each["letter"] for each in sheets]),
        captains=armbands,
        captains_chart=charts.captains(armbands),
        explorer=explorer(facts),
        gameweeks=facts.gameweeks,
        ticker=tables.ticker(facts),
        news=tables.news(facts),
        prices=tables.prices(facts),
        validation=tables.validation(briefing),
        past=tables.past(briefing),
        past_charts=(
            (charts.errors(briefing.past), charts.calibrated(briefing.past))
            if briefing.past
            else None
        ),
        rivals=tables.rivals(facts),
    )


def write_page(briefing: Briefing, path: Path) -> int:
    """Write the page of a briefing; returns its size in bytes.

    Raises:
        InputError: if the file cannot be written.
    """
    body = page_of(briefing).encode()
    try:
        with whole(path) as file:
            file.write_bytes(body)
    except OSError as error:
        raise InputError(f"the page cannot be written to {path}: {error.strerror}") from error
    return len(body)


def policy(style: str, script: str) -> str:
    """The page's content security policy: nothing but its own style and script."""
    return (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )


def _source(environment: Environment, name: str) -> str:
    """A file beside the templates, as it is."""
    if environment.loader is None:
        return ""
    return environment.loader.get_source(environment, name)[0]


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"
