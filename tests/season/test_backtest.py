import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner

from fantasy.cli import app
from fantasy.config import Settings
from fantasy.errors import InputError
from fantasy.game.ledger import FREE_HIT
from fantasy.game.rules import Rules
from fantasy.game.squad import squad_faults
from fantasy.hindsight import seasons_past
from fantasy.season.backtest import (
    Backtest,
    backtest,
    contributions,
    diary_of,
    forgotten,
    played_out,
)
from fantasy.season.diary import keep, kept_pages
from fantasy.season.forecasts import folder_of, prepare, prepare_board, read
from fantasy.season.manager import decide, exchanges, foreseen, play, until
from fantasy.season.policies import POLICIES, policy_of
from fantasy.season.review import best_of_squad, review
from fantasy.season.spreading import on_a_cluster, one_by_one
from fantasy.store import AsOf, Lake
from fantasy.store.schema import TABLES

SEASON, FULL = "2024-25", policy_of("fantasy")
NAMES = ("fantasy", "no-chips", "last-5", "template", "random")
CUT_AT = (2, 6, 9, 14, 20)


@pytest.fixture(scope="module")
def settings(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(archive=archive, data_dir=tmp_path_factory.mktemp("seasons"))


@pytest.fixture(scope="module")
def played(settings: Settings) -> Backtest:
    policies = [policy_of(name) for name in NAMES]
    (found,) = backtest(seasons_past([SEASON], settings), policies, one_by_one(), {})
    return found


@pytest.fixture(scope="module")
def known(settings: Settings) -> dict[str, AsOf]:
    return seasons_past([SEASON], settings)


def test_every_gameweek_is_played_by_a_legal_team_within_its_money(played: Backtest) -> None:
    rules = Rules.for_season(SEASON)
    for pages in played.pages.values():
        assert [page.gameweek for page in pages] == list(range(1, 22))
        for page in pages:
            team = pl.DataFrame([vars(each) for each in page.team]).with_columns(
                code="element", team_code="team", price_tenths=0
            )
            assert squad_faults(team, rules) == []
            assert page.bank >= 0


def test_points_are_those_of_who_counted_less_hits(played: Backtest) -> None:
    for page in played.pages["no-chips"]:
        starters = [each for each in page.team if each.starter]
        if all(each.played for each in starters):
            captain = next(each.points for each in starters if each.captain)
            assert page.points == sum(each.points for each in starters) + captain - page.hits


def test_each_chip_is_played_once_at_most_in_its_window(played: Backtest) -> None:
    rules = Rules.for_season(SEASON)
    chips = [(page.chip, page.gameweek) for page in played.pages["fantasy"] if page.chip]
    for chip in rules.chips:
        within = [week for name, week in chips if name == chip.name and week <= chip.stop]
        assert len([week for week in within if week >= chip.start]) <= chip.number
    assert not any(page.chip for page in played.pages["no-chips"])


def test_forecasts_beat_chance(played: Backtest) -> None:
    assert played.points("fantasy") > played.points("random")


def test_a_run_that_was_stopped_goes_on_where_it_was(
    played: Backtest, known: dict[str, AsOf]
) -> None:
    folder = folder_of(known[SEASON], SEASON)
    season = read(folder, SEASON, [""])
    pages = played.pages["fantasy"]
    path = folder / "diaries" / "stopped.jsonl"
    for number, page in enumerate(pages[:13]):
        keep(page, pages[:number], path)
    with path.open("a") as file:
        file.write('{"gameweek": 14, "poi')
    resumed = kept_pages(path)
    assert resumed == pages[:13]
    assert [*resumed, *play(season, FULL, resumed)] == pages


def test_what_was_played_is_not_played_again_but_when_forgotten(
    played: Backtest, known: dict[str, AsOf]
) -> None:
    policy = policy_of("template")
    path = diary_of(folder_of(known[SEASON], SEASON), policy)
    written = path.stat().st_mtime_ns
    backtest(known, [policy], one_by_one(), {})
    assert path.stat().st_mtime_ns == written
    forgotten(known, [policy])
    (again,) = backtest(known, [policy], one_by_one(), {})
    assert again.pages["template"] == played.pages["template"]


@pytest.mark.usefixtures("played")
def test_another_policy_of_the_name_has_a_diary_of_its_own(known: dict[str, AsOf]) -> None:
    folder = folder_of(known[SEASON], SEASON)
    modest = replace(policy_of("template"), hits=1)
    assert played_out(folder, SEASON, modest) is not None
    assert diary_of(folder, modest) != diary_of(folder, policy_of("template"))
    assert diary_of(folder, policy_of("template")).exists()


def test_once_more_is_known_a_season_is_forecast_anew(
    known: dict[str, AsOf], tmp_path: Path
) -> None:
    everything = known[SEASON]
    weeks = everything.table("gameweeks").filter(pl.col("season") == SEASON).collect()
    half, more = weeks.sort("gameweek")["deadline"].to_list()[10:12]
    lake = cut(everything.lake, tmp_path, more)
    folders = [folder_of(lake.as_of(moment), SEASON) for moment in (half, more, more)]
    assert folders[0] != folders[1] == folders[2]


def test_a_season_with_nothing_before_it_is_refused(known: dict[str, AsOf], tmp_path: Path) -> None:
    seasons = known[SEASON].table("player_matches").select("season").unique().collect()["season"]
    with pytest.raises(InputError, match="nothing is known of the seasons before"):
        prepare(known[SEASON], min(seasons), tmp_path, "")


def test_a_policy_that_expects_nothing_tells_no_points_expected(played: Backtest) -> None:
    for page in played.pages["template"]:
        assert page.expected is None
        assert {each.expected_points for each in page.team} == {None}
        assert {each.gain for each in page.transfers} <= {None}


def test_who_comes_on_a_free_hit_is_told_by_what_he_gains_in_that_gameweek(
    played: Backtest, known: dict[str, AsOf]
) -> None:
    season = read(folder_of(known[SEASON], SEASON), SEASON, [""])
    pages = played.pages["fantasy"]
    place = next(place for place, page in enumerate(pages) if page.transfers)
    decision = decide(season, FULL, place + 1, pages[place - 1].ledger)
    problem, made = decision.problem, decision.plan.moves[0].transfers
    names = dict(problem.players.select("element", "name").iter_rows())
    for chip, points in ((FREE_HIT, problem.points[:, 0]), (None, problem.points @ problem.decay)):
        worth = dict(zip(problem.elements.tolist(), points, strict=True))
        gained = sum(worth[each.element_in] - worth[each.element_out] for each in made)
        told = sum(each.gain or 0 for each in exchanges(problem, made, chip, names))
        assert told == pytest.approx(gained, abs=0.02 * len(made))


@pytest.mark.usefixtures("played")
def test_where_a_whole_squad_was_chosen_the_alternatives_do_without_its_best(
    known: dict[str, AsOf],
) -> None:
    looked = review(known[SEASON], SEASON, FULL, 1)
    best = sorted(looked.page.team, key=lambda each: -(each.expected_points or 0))[:3]
    assert {each.moves for each in looked.options} == {f"without {each.name}" for each in best}
    assert all(option.gives_up > 0 for option in looked.options)


def test_how_long_a_season_would_be_was_not_known_before_it_was_stopped() -> None:
    rules = Rules.for_season("2019-20")
    (wildcard, *_) = [chip for chip in rules.chips if chip.name == "wildcard" and chip.stop > 38]
    assert [foreseen(wildcard, gameweek).stop for gameweek in (29, 38, 39)] == [38, 38, 47]


def test_which_gameweeks_will_be_left_out_is_not_known_before(
    played: Backtest, known: dict[str, AsOf]
) -> None:
    season = read(folder_of(known[SEASON], SEASON), SEASON, [""])
    left_out = replace(season, calendar=[week for week in season.calendar if week != 8])
    before = played.pages["fantasy"][5].ledger
    usual, without = (decide(each, FULL, 7, before).problem for each in (season, left_out))
    assert usual.gameweeks == without.gameweeks == (7, 8, 9, 10, 11)
    assert without.points[:, 0].tolist() == usual.points[:, 0].tolist()
    assert without.points[:, 1:4].tolist() == usual.points[:, 2:].tolist()


def cut(lake: Lake, folder: Path, moment: object) -> Lake:
    """A lake of what was known at a moment."""
    smaller = Lake.open(folder, "cut")
    for name in TABLES:
        known = lake.table(name).filter(pl.col("known_at") <= moment).collect()
        if known.height:
            smaller.write(name, known, source="cut")
    return smaller


@pytest.mark.parametrize("gameweek", CUT_AT)
def test_without_later_rows_the_decision_is_the_same(
    gameweek: int, played: Backtest, known: dict[str, AsOf], tmp_path: Path
) -> None:
    everything = known[SEASON]
    weeks = everything.table("gameweeks").filter(
        pl.col("season") == SEASON, pl.col("gameweek") == gameweek
    )
    moment = weeks.collect()["deadline"].item()
    lake = cut(everything.lake, tmp_path, moment)
    prepare_board(lake.as_of(moment), SEASON, tmp_path / "season")
    prepare(lake.as_of(moment), SEASON, tmp_path / "season", "")
    then = read(tmp_path / "season", SEASON, [""])
    pages = played.pages["fantasy"]
    before = until(pages[gameweek - 2].ledger, then.rules, gameweek)
    move = decide(then, FULL, gameweek, before).plan.moves[0]
    page = pages[gameweek - 1]
    assert move.chip == page.chip
    assert move.team["element"].to_list() == [each.element for each in page.team]
    assert move.team["captain"].to_list() == [each.captain for each in page.team]
    assert move.expected_points == pytest.approx(page.expected, abs=1e-9)


@pytest.mark.filterwarnings("default")
def test_a_cluster_plays_the_same_season(played: Backtest, known: dict[str, AsOf]) -> None:
    policies = [policy_of(name) for name in ("template", "random")]
    forgotten(known, policies)
    with on_a_cluster(workers=2) as spread:
        (found,) = backtest(known, policies, spread, {})
    assert found.pages == {name: played.pages[name] for name in ("template", "random")}


def test_what_a_policy_adds_is_its_mean_with_doubt_around_it(played: Backtest) -> None:
    added = {each.policy: each for each in contributions([played])}
    assert set(added) == set(NAMES) - {"fantasy"}
    for name, each in added.items():
        assert each.points == played.points("fantasy") - played.points(name)
        assert each.low <= each.points <= each.high


def test_hindsight_is_never_worse(played: Backtest, known: dict[str, AsOf]) -> None:
    looked = review(known[SEASON], SEASON, FULL, 10)
    assert looked.page == played.pages["fantasy"][9]
    assert looked.page.points <= looked.line_up <= looked.moves
    assert all(option.gives_up >= 0 for option in looked.options)
    assert len({option.moves for option in looked.options}) == 3
    rules = Rules.for_season(SEASON)
    pages = [page for pages in played.pages.values() for page in pages]
    assert all(best_of_squad(page, rules) >= page.points + page.hits for page in pages)


def test_luck_is_about_what_was_expected_and_what_substitutes_add(played: Backtest) -> None:
    assert played.luck is not None
    expected = sum((page.expected or 0) - page.hits for page in played.pages["fantasy"])
    assert 0.9 * expected < played.luck.mean < 1.3 * expected
    assert played.luck.low < played.luck.mean < played.luck.high


@pytest.fixture
def run(archive: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    monkeypatch.setenv("FANTASY_DATA_DIR", str(settings.data_dir))

    def invoke(*words: str) -> str:
        return CliRunner().invoke(app, [*words, "--archive", str(archive)]).stdout

    return invoke


@pytest.mark.usefixtures("played")
def test_the_command_prints_points_hits_and_moves_as_json(
    run: Callable[..., str], played: Backtest
) -> None:
    told = json.loads(run("backtest", "--season", SEASON, "--policy", "fantasy", "--json"))
    assert told["season"] == SEASON
    assert told["policies"]["fantasy"]["points"] == played.points("fantasy")
    gameweek = told["policies"]["fantasy"]["gameweeks"][1]
    assert set(gameweek) == {"gw", "points", "hits", "transfers", "chip", "bank", "value"}
    assert told["average_manager"] is None
    assert told["reference_manager"] is None


@pytest.mark.usefixtures("played")
def test_a_season_reads_like_a_diary(run: Callable[..., str], tmp_path: Path) -> None:
    picture = tmp_path / "points.svg"
    table = run("backtest", "--season", SEASON, "--plot", str(picture))
    assert "points by gameweek" in table
    assert picture.read_text().startswith("<svg")
    story = run("review", "--season", SEASON, "--gameweek", "5")
    assert "what could have been" in story


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("backtest", "--season", SEASON, "--policy", "nobody"), "choose one of fantasy"),
        (("backtest", "--season", "2031-32"), "not known"),
        (("backtest", "--season", SEASON, "--plot", "points.txt"), "ends in .svg or .png"),
        (("backtest", "--season", SEASON, "--plot", "no/such/points.svg"), "no folder no/such"),
        (("review", "--season", SEASON, "--gameweek", "33"), "has not played gameweek 33"),
        (
            ("review", "--season", SEASON, "--gameweek", "3", "--policy", "ep-next"),
            "run `fantasy backtest",
        ),
    ],
)
def test_what_cannot_be_is_said_in_a_line(
    words: tuple[str, ...],
    why: str,
    archive: Path,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("FANTASY_DATA_DIR", str(settings.data_dir))
    result = CliRunner().invoke(app, [*words, "--archive", str(archive)])
    assert why in str(result.exception)


def test_policies_are_told_apart_by_name() -> None:
    assert len({policy.name for policy in POLICIES}) == len(POLICIES)
