"""The doctor on sources that changed or fell silent since the last update."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import httpx
import pytest

from fantasy import weekly
from fantasy.config import Settings
from fantasy.report import health
from fantasy.world.enter import enter

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from fantasy.store import Lake
    from fantasy.world import World


@pytest.fixture(scope="module")
def stood(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[World, Settings, Lake]:
    settings = Settings(archive=archive, data_dir=tmp_path_factory.mktemp("doctor"))
    world = enter(settings, replay="2024-25:9")
    lake = weekly.open_lake(world, settings)
    weekly.update(world, settings, lake)
    return world, settings, lake


def _seen(
    stood: tuple[World, Settings, Lake], change: Callable[[str, bytes], bytes]
) -> dict[str, health.Check]:
    world, settings, lake = stood

    def answer(request: httpx.Request) -> httpx.Response:
        response = world.transport.handle_request(request)
        if response.status_code != 200:
            return response
        return httpx.Response(200, content=change(str(request.url), response.read()))

    spoilt = replace(world, transport=httpx.MockTransport(answer))
    return {check.name: check for check in health.examine(spoilt, settings, lake).checks}


def test_nothing_changed_is_said_so(stood: tuple[World, Settings, Lake]) -> None:
    seen = _seen(stood, lambda _, body: body)
    assert seen["FPL API fields"].seen == "as in the last update"
    assert all(check.healthy for check in seen.values())


def test_fields_that_came_and_went_are_named(stood: tuple[World, Settings, Lake]) -> None:
    def change(url: str, body: bytes) -> bytes:
        if not url.endswith("bootstrap-static/"):
            return body
        payload = json.loads(body)
        for element in payload["elements"]:
            element["mood"] = element.pop("form")
        return json.dumps(payload).encode()

    seen = _seen(stood, change)
    assert seen["FPL API fields"].seen == "new: elements.mood; gone: elements.form"


def test_an_api_that_answers_with_a_page_is_a_problem(
    stood: tuple[World, Settings, Lake],
) -> None:
    seen = _seen(stood, lambda _, __: b"<html>The game is being updated.</html>")
    assert not seen["FPL API"].healthy
    assert "is not JSON" in seen["FPL API"].seen
