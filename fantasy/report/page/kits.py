"""Shirts: the colours clubs play in, and invented ones for clubs nobody knows."""

from typing import NamedTuple

CLUBS = {
    1: ("#da291c", "#da291c", "plain"),  # Manchester United
    2: ("#ffffff", "#1d428a", "collar"),  # Leeds
    3: ("#ef0107", "#ffffff", "sleeves"),  # Arsenal
    4: ("#ffffff", "#241f20", "stripes"),  # Newcastle
    6: ("#ffffff", "#132257", "collar"),  # Tottenham
    7: ("#670e36", "#95bfe5", "sleeves"),  # Aston Villa
    8: ("#034694", "#034694", "plain"),  # Chelsea
    9: ("#78b7e6", "#78b7e6", "plain"),  # Coventry
    11: ("#003399", "#ffffff", "collar"),  # Everton
    13: ("#003090", "#fdbe11", "collar"),  # Leicester
    14: ("#c8102e", "#c8102e", "plain"),  # Liverpool
    17: ("#dd0000", "#ffffff", "collar"),  # Nottingham Forest
    20: ("#ffffff", "#d71920", "stripes"),  # Southampton
    21: ("#7a263a", "#1bb1e7", "sleeves"),  # West Ham
    25: ("#d6001c", "#ffffff", "collar"),  # Middlesbrough
    31: ("#1b458f", "#c4122e", "stripes"),  # Crystal Palace
    35: ("#ffffff", "#122f67", "stripes"),  # West Bromwich
    36: ("#0057b8", "#ffffff", "stripes"),  # Brighton
    38: ("#0e63ad", "#ffffff", "stripes"),  # Huddersfield
    39: ("#fdb913", "#231f20", "collar"),  # Wolverhampton
    40: ("#3a64a3", "#ffffff", "sleeves"),  # Ipswich
    43: ("#6cabdd", "#6cabdd", "plain"),  # Manchester City
    45: ("#fff200", "#00a650", "collar"),  # Norwich
    49: ("#ffffff", "#ee2737", "stripes"),  # Sheffield United
    54: ("#ffffff", "#111111", "collar"),  # Fulham
    56: ("#ffffff", "#eb172b", "stripes"),  # Sunderland
    57: ("#fbee23", "#ed2127", "collar"),  # Watford
    80: ("#ffffff", "#121212", "collar"),  # Swansea
    88: ("#f18a01", "#000000", "stripes"),  # Hull
    90: ("#6c1d45", "#99d6ea", "sleeves"),  # Burnley
    91: ("#b50e12", "#000000", "stripes"),  # Bournemouth
    94: ("#ffffff", "#e30613", "stripes"),  # Brentford
    97: ("#0070b5", "#ffffff", "collar"),  # Cardiff
    102: ("#f78f1e", "#002d62", "sleeves"),  # Luton
    110: ("#ffffff", "#e03a3e", "stripes"),  # Stoke
}
"""Body, second colour and pattern, by the club's code for life."""

COLOURS = (
    *("#b3202c", "#1f4e9c", "#12724b", "#6b2a86", "#c9671a", "#0d7f8c", "#8c1d4f", "#d8a90f"),
    *("#2b2f77", "#4d7c1f", "#7a4a21", "#3a3f47"),
)
SECONDS = ("#ffffff", "#111827", "#f4c430", "#a8d8f0", "#f3c6d3")
PATTERNS = ("plain", "sleeves", "stripes", "collar", "hoops")


class Kit(NamedTuple):
    """Colours as #rrggbb, and one of `PATTERNS`."""

    body: str
    second: str
    pattern: str


def kit_of(team_code: int) -> Kit:
    """The shirt of a club: its own, or one that follows from its code."""
    if team_code in CLUBS:
        return Kit(*CLUBS[team_code])
    return Kit(
        COLOURS[team_code * 7 % len(COLOURS)],
        SECONDS[team_code * 3 % len(SECONDS)],
        PATTERNS[team_code % len(PATTERNS)],
    )
