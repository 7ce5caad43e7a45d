"""Plans at the prompt, from files of an invented league."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from string import ascii_uppercase
from typing import Any

import numpy as np
import pytest

from fantasy import cli
from fantasy.cli import plans
from fantasy.errors import InputError
from fantasy.planning import Asked, problem_of_files
from fantasy.projections import read_preferences, read_projections, read_squad
from fantasy.roster.preferences import Preferences

COUNTS = {"G": 6, "D": 20, "M": 20, "F": 10}
SQUAD = [1, 2, 7, 8, 9, 10, 11, 27, 28, 29, 30, 31, 47, 48, 49]


def name(number: int) -> str:
    """A name no other player has."""
    return f"Man {ascii_uppercase[number // 26]}{ascii_uppercase[number % 26]}"


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    """Projections of 56 players over three gameweeks, and a squad of 15 of them."""
    rng = np.random.default_rng(5)
    positions = [letter for letter, count in COUNTS.items() for _ in range(count)]
    lines = ["ID,Name,Pos,Team,BV,SV,10_xMins,10_Pts,11_xMins,11_Pts,12_xMins,12_Pts"]
    for number, letter in enumerate(positions, start=1):
        points = rng.uniform(0, 7, 3).round(2)
        numbers = ",".join(f"90,{each}" for each in points)
        price = 4 + 0.1 * (number % 17)
        lines.append(f"{number},{name(number)},{letter},Club{number % 14},{price:.1f},0,{numbers}")
    projections, squad = tmp_path / "projections.csv", tmp_path / "team.json"
    projections.write_text("\n".join(lines))
    picks = [{"element": each, "selling_price": 40} for each in SQUAD]
    squad.write_text(json.dumps({"picks": picks, "transfers": {"bank": 15, "limit": 1, "made": 0}}))
    return projections, squad


def run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *words: object
) -> tuple[int, str, str]:
    monkeypatch.setattr(sys, "argv", ["fantasy", *map(str, words)])
    try:
        cli.main()
    except SystemExit as ended:
        return int(ended.code or 0), *capsys.readouterr()
    return 0, *capsys.readouterr()


@pytest.fixture
def asked(
    files: tuple[Path, Path],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Any:  # noqa: ANN401 - a function of any words
    """Runs a command on the files."""
    projections, squad = files
    options = ("--projections", projections, "--squad", squad, "--horizon", 2)
    return lambda *words: run(monkeypatch, capsys, *words, *options)


def test_a_plan_is_printed_as_json(asked: Any) -> None:  # noqa: ANN401
    code, out, _ = asked("plan", "--json", "--alternatives", 2, "--chips", "bb=11")
    plan = json.loads(out)
    assert code == 0
    assert [week["gameweek"] for week in plan["gameweeks"]] == [10, 11]
    assert [week["chip"] for week in plan["gameweeks"]] == [None, "bboost"]
    assert all(len(week["squad"]) == 15 for week in plan["gameweeks"])
    assert plan["gap"] == 0
    gives_up = [each["gives_up"] for each in plan["alternatives"]]
    assert gives_up == sorted(gives_up)
    assert len(gives_up) == 2


def test_a_plan_is_printed_for_a_person(asked: Any) -> None:  # noqa: ANN401
    code, out, _ = asked("plan", "--alternatives", 1)
    assert code == 0
    for words in ("Gameweek 10", "Gameweek 11", "The plan", "Other first moves", "no plan is"):
        assert words in out


def test_a_booked_transfer_is_made(asked: Any) -> None:  # noqa: ANN401
    code, out, _ = asked("plan", "--book", "11:Man AH>Man AM", "--json")
    transfers = json.loads(out)["gameweeks"][1]["transfers"]
    assert code == 0
    assert any(each["out"].startswith("Man AH") for each in transfers)
    assert any(each["in"].startswith("Man AM") for each in transfers)


def test_who_is_to_be_sold_goes_at_once_and_who_is_to_be_kept_stays(asked: Any) -> None:  # noqa: ANN401
    best = json.loads(asked("plan", "--json")[1])["gameweeks"]
    sold = {each["out"].split(" (")[0] for week in best for each in week["transfers"]}
    last = {each["name"] for each in best[-1]["squad"]}
    out = next(iter(sorted(sold)))
    stays = next(name(each) for each in SQUAD if name(each) in last)
    code, out_text, _ = asked("plan", "--keep", out, "--sell", stays, "--json")
    squads = [{each["name"] for each in w["squad"]} for w in json.loads(out_text)["gameweeks"]]
    assert code == 0
    assert all(out in squad and stays not in squad for squad in squads)


def test_nobody_is_bought_who_is_expected_to_play_too_little(
    files: tuple[Path, Path],
    asked: Any,  # noqa: ANN401
) -> None:
    bought = {
        each["in"].split(" (")[0]
        for week in json.loads(asked("plan", "--json")[1])["gameweeks"]
        for each in week["transfers"]
    }
    lines = files[0].read_text().splitlines()
    rare = {each: i for i, line in enumerate(lines) for each in bought if f",{each}," in line}
    for line in rare.values():
        lines[line] = lines[line].replace(",90,", ",59,", 1)
    files[0].write_text("\n".join(lines))
    for fewest, there in ((74.5, True), (74.6, False)):
        code, out, _ = asked("plan", "--min-minutes", fewest, "--bench", "fixed", "--json")
        weeks = json.loads(out)["gameweeks"]
        assert code == 0
        assert (bought <= {each["name"] for week in weeks for each in week["squad"]}) is there


def test_nobody_in_defence_starts_against_an_attacker_if_that_is_asked(
    files: tuple[Path, Path],
    asked: Any,  # noqa: ANN401
) -> None:
    code, _, err = asked("plan", "--opposing", 0)
    assert code == 2
    assert "nobody says who plays whom in gameweeks 10, 11" in err
    lines = files[0].read_text().splitlines()
    lines[0] += ",10_Opp,11_Opp"
    for number, line in enumerate(lines[1:], start=1):
        club = number % 14
        lines[number] = f"{line},Club{club ^ 1} (H),Club{13 - club} (A)"
    files[0].write_text("\n".join(lines))

    def clashes(*words: object) -> list[int]:
        weeks = json.loads(asked("plan", "--json", *words)[1])["gameweeks"]
        return [_clashes(week["squad"], faced) for week, faced in zip(weeks, faces, strict=True)]

    faces = (lambda club: club ^ 1, lambda club: 13 - club)
    assert min(clashes()) > 1
    assert max(clashes("--opposing", 1)) == 1
    assert clashes("--opposing", 0) == [0, 0]


def _clashes(squad: list[dict[str, Any]], faced: Callable[[int], int]) -> int:
    """Matches and sides in which defence meets attack of one squad."""
    started = [(int(each["team"][4:]), each["position"]) for each in squad if each["starter"]]
    behind = {club for club, position in started if position in {"GKP", "DEF"}}
    before = {club for club, position in started if position in {"MID", "FWD"}}
    return len({faced(club) for club in behind} & before)


def test_who_is_expected_to_rise_is_bought(
    tmp_path: Path,
    asked: Any,  # noqa: ANN401
) -> None:
    path = tmp_path / "prices.csv"
    bought = {
        each["in"].split(" (")[0]
        for week in json.loads(asked("plan", "--json")[1])["gameweeks"]
        for each in week["transfers"]
    }
    other = next(each for each in range(30, 47) if each not in SQUAD and name(each) not in bought)
    path.write_text(f"ID,10_Move\n{other},30.0\n")
    code, out, _ = asked("plan", "--prices", path, "--json")
    assert code == 0
    assert name(other) in {each["name"] for each in json.loads(out)["gameweeks"][0]["squad"]}
    path.write_text("ID,9_Move\n1,0.1\n")
    assert "tells no price moves of gameweeks [10, 11]" in asked("plan", "--prices", path)[2]
    path.write_text("Name\nMan AA\n")
    assert "price moves have ID and <gameweek>_Move" in asked("plan", "--prices", path)[2]


def test_risk_is_weighed_as_it_is_asked(asked: Any) -> None:  # noqa: ANN401
    def deviation(risk: float) -> float:
        plan = json.loads(asked("plan", "--risk", risk, "--json")[1])
        assert plan.get("risk", 0) == risk
        return sum(0.9**n * week["deviation"] ** 2 for n, week in enumerate(plan["gameweeks"]))

    assert deviation(1) < deviation(0) < deviation(-1)
    assert "risk weighs 0.5; standard deviation of the points" in asked("plan", "--risk", 0.5)[1]


def test_risk_is_measured_against_a_rival(
    files: tuple[Path, Path],
    tmp_path: Path,
    asked: Any,  # noqa: ANN401
) -> None:
    rival = tmp_path / "rival.json"
    picks = [{"element": each, "multiplier": int(place < 11)} for place, each in enumerate(SQUAD)]
    rival.write_text(json.dumps({"picks": picks}))

    def shared(risk: float) -> int:
        plan = json.loads(asked("recommend", "--risk", risk, "--against", rival, "--json")[1])
        assert plan["against_a_rival"]
        started = {each["element"] for each in plan["gameweeks"][0]["squad"] if each["starter"]}
        return len(started & set(SQUAD[:11]))

    assert shared(1) > shared(-1)
    rows = files[0].read_text().splitlines()
    owned = [f"{row},{'90' if n in SQUAD else '1'}" for n, row in enumerate(rows[1:], start=1)]
    files[0].write_text("\n".join([rows[0] + ",Ownership", *owned]))
    code, out, _ = asked("plan", "--risk", 0.5, "--against", "template")
    assert code == 0
    assert "less than the rival's" in " ".join(out.split())


def test_an_opponent_who_is_no_club_is_named(files: tuple[Path, Path]) -> None:
    lines = files[0].read_text().splitlines()
    files[0].write_text("\n".join([lines[0] + ",10_Opp", *(f"{each},QPR" for each in lines[1:])]))
    with pytest.raises(InputError, match=r"gameweek 10: Club1?[0-9] plays QPR, which is no club"):
        problem_of_files(*files, Asked(2))


def test_minutes_are_no_bar_to_who_is_owned(asked: Any) -> None:  # noqa: ANN401
    code, out, _ = asked("plan", "--min-minutes", 91, "--json")
    weeks = json.loads(out)["gameweeks"]
    assert code == 0
    assert [week["transfers"] for week in weeks] == [[], []]


@pytest.mark.parametrize(
    ("cell", "other", "said"),
    [
        ("10_xMins", "10_Minutes", "no minutes are forecast of gameweeks 10"),
        (",Club4,4.4,0,90,", ",Club4,4.4,0,,", "1 players have no minutes, Man AE first"),
    ],
)
def test_minutes_that_are_not_known_are_said(
    files: tuple[Path, Path],
    asked: Any,  # noqa: ANN401
    cell: str,
    other: str,
    said: str,
) -> None:
    text = files[0].read_text()
    files[0].write_text(text.replace(cell, other))
    code, _, err = asked("plan", "--min-minutes", 45)
    assert code == 2
    assert said in err
    assert err.count("\n") == 1


def test_the_bench_counts_by_how_likely_it_is_needed_unless_weights_are_given(
    files: tuple[Path, Path],
    tmp_path: Path,
    asked: Any,  # noqa: ANN401
) -> None:
    path = tmp_path / "preferences.toml"
    path.write_text("bench = [0.2, 0.1, 0.0]\nvice_captain = 0.2\n")

    def weights(*words: object) -> Any:  # noqa: ANN401
        return json.loads(asked("plan", "--json", *words)[1])["weights"]

    ten_at_four_percent = {
        "bench": [0.335, 0.058, 0.006],
        "bench_keeper": 0.04,
        "vice_captain": 0.04,
    }
    fixed = {"bench": [0.15, 0.08, 0.03], "bench_keeper": 0.03, "vice_captain": 0.05}
    told = {"bench": [0.2, 0.1, 0.0], "bench_keeper": 0.03, "vice_captain": 0.2}
    assert weights() == ten_at_four_percent
    assert weights("--bench", "fixed") == fixed
    assert weights("--preferences", path) == told
    assert weights("--preferences", path, "--bench", "minutes") == ten_at_four_percent
    files[0].write_text(files[0].read_text().replace("_xMins", "_Minutes"))
    assert weights() == fixed
    code, _, err = asked("plan", "--bench", "minutes")
    assert code == 2
    assert "minutes of gameweek 10 are not known of all" in err


@pytest.mark.parametrize(("words", "weights"), [((), None), (("--bench", "fixed"), Preferences())])
def test_a_first_squad_can_be_asked_for_at_fixed_weights(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: tuple[str, ...],
    weights: Preferences | None,
) -> None:
    asked = []
    monkeypatch.setattr(plans, "enter", lambda *_: (None, None))
    monkeypatch.setattr(plans, "recommended", lambda *_, **options: asked.append(options))
    assert run(monkeypatch, capsys, "recommend", *words)[0] == 0
    assert asked == [{"preferences": weights, "json": False}]


def test_the_weights_are_said_to_a_person(asked: Any) -> None:  # noqa: ANN401
    out = asked("recommend")[1]
    assert "34%, 6%, 1% of the bench in order" in " ".join(out.split())


def test_how_sure_a_plan_is_can_be_asked(asked: Any) -> None:  # noqa: ANN401
    code, out, _ = asked("plan", "--sensitivity", 3, "--json")
    said = json.loads(out)["sensitivity"]
    assert code == 0
    assert said["draws"] == 3
    assert all(0 <= row["share"] <= 1 for row in said["survival"])
    assert {row["role"] for row in said["survival"]} >= {"captain", "vice_captain", "starter"}
    assert said["worth_of_more_money"] >= -0.01
    assert "more would be worth" in asked("plan", "--sensitivity", 3)[1]


def test_a_recommendation_for_a_squad_shows_its_first_gameweek(asked: Any) -> None:  # noqa: ANN401
    code, out, _ = asked("recommend")
    assert code == 0
    assert "Gameweek 10" in out
    assert "Gameweek 11" not in out


def test_why_tells_what_a_player_costs(asked: Any) -> None:  # noqa: ANN401
    code, out, _ = asked("why", "Man AH", "--json")
    said = json.loads(out)
    assert code == 0
    assert said["name"] == "Man AH"
    assert said["cost_of_having_him_now"] >= 0
    assert said["cost_of_never_having_him"] >= 0
    assert "costs" in asked("why", "7")[1]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--lock", "Man AH", "--ban", "Man AH"), "lock Man AH; ban Man AH"),
        (
            ("--lock", "Man AB", "--lock", "Man AC", "--lock", "Man AD"),
            "cannot be granted together",
        ),
        (("--ban", "Man AH", "--hold", 10), "at most 0 transfers in gameweek 10"),
        (("--lock", "Nobody"), "nobody is called"),
        (("--lock", "999"), "no player of number 999"),
        (("--sell", "Man AD"), "--sell Man AD: Man AD is not in the squad"),
        (("--keep", "Man AD"), "--keep Man AD: Man AD is not in the squad"),
        (("--keep", "Man AH", "--sell", "Man AH"), "sell Man AH; keep Man AH"),
        (("--bench", "full"), "--bench full: write auto, minutes, fixed"),
        (("--book", "99:Man AH>Man AI"), "for one of gameweeks"),
        (("--book", "10:Man AD>Man AB"), "Man AD is not in the squad"),
        (("--against", "template", "--risk", 1), "nobody says how many own each player"),
        (("--against", "nobody.json", "--risk", 1), "nobody.json cannot be read"),
        (("--against", "template"), "say by --risk whether to protect"),
        (("--chips", "wc=99"), "the plan is of gameweeks"),
        (("--chips", "xx=10"), "write auto, none"),
        (("--chips", "wc=10,fh=10"), "one chip a gameweek"),
    ],
)
def test_what_cannot_be_is_one_line(asked: Any, words: tuple[object, ...], said: str) -> None:  # noqa: ANN401
    code, _, err = asked("plan", *words)
    assert code == 2
    assert said in err
    assert err.count("\n") == 1


def test_without_a_squad_a_first_one_is_bought(files: tuple[Path, Path]) -> None:
    posed = problem_of_files(files[0], None, Asked(2))
    assert (posed.bank_tenths, posed.free_transfers) == (1000, None)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ((",BV,", ",Cost,"), "lacks the columns BV"),
        ((",G,", ",K,"), "'K' is no position"),
    ],
)
def test_projections_that_lack_something_say_what(
    files: tuple[Path, Path], change: tuple[str, str], said: str
) -> None:
    path = files[0]
    path.write_text(path.read_text().replace(*change))
    with pytest.raises(InputError, match=said):
        read_projections(path)


def test_too_many_gameweeks_are_refused(files: tuple[Path, Path]) -> None:
    with pytest.raises(InputError, match="forecasts of 3 gameweeks, and at most 8"):
        problem_of_files(*files, Asked(4))


def test_points_that_are_missing_are_refused(files: tuple[Path, Path]) -> None:
    path = files[0]
    lines = path.read_text().splitlines()
    path.write_text("\n".join([*lines[:-1], "56,Man 56,F,Club0,4.5,0,90,,90,1,90,1"]))
    with pytest.raises(InputError, match="those of Man 56 in gameweek 10"):
        problem_of_files(*files, Asked(2))


def test_a_squad_of_fourteen_is_refused(files: tuple[Path, Path]) -> None:
    said = json.loads(files[1].read_text())
    files[1].write_text(json.dumps({**said, "picks": said["picks"][:-1]}))
    with pytest.raises(InputError, match="the squad has 14 players, it must have 15"):
        problem_of_files(*files, Asked(2))


def test_a_stranger_in_the_squad_is_named(files: tuple[Path, Path]) -> None:
    said = json.loads(files[1].read_text())
    said["picks"][0]["element"] = 777
    files[1].write_text(json.dumps(said))
    with pytest.raises(InputError, match=r"nothing is forecast of players \[777\]"):
        problem_of_files(*files, Asked(2))


def test_files_that_do_not_read_are_said(tmp_path: Path) -> None:
    path = tmp_path / "file"
    for read in (read_projections, read_squad, read_preferences):
        with pytest.raises(InputError, match="cannot be read"):
            read(path)
    path.write_text("{")
    with pytest.raises(InputError, match="is not JSON"):
        read_squad(path)
    with pytest.raises(InputError, match="is not TOML"):
        read_preferences(path)
    path.write_text("{}")
    with pytest.raises(InputError, match="picks: Field required"):
        read_squad(path)


def test_preferences_are_read_and_strange_ones_refused(tmp_path: Path) -> None:
    path = tmp_path / "preferences.toml"
    path.write_text("vice_captain = 0.1\nbench = [0.21, 0.06, 0.002]\n")
    assert read_preferences(path).bench == (0.21, 0.06, 0.002)
    path.write_text("luck = 1\n")
    with pytest.raises(InputError, match="luck"):
        read_preferences(path)
