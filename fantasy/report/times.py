"""Times as people tell them."""

from datetime import datetime, timedelta

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)


def age(moment: datetime | None, now: datetime) -> str:
    """How long ago something was; empty if nobody knows."""
    if moment is None:
        return ""
    gone = max(now - moment, timedelta())
    if gone < HOUR:
        return f"{gone // MINUTE} min ago" if gone >= MINUTE else "just now"
    return f"{gone // HOUR} h ago" if gone < 2 * DAY else f"{gone // DAY} days ago"


def span(left: timedelta) -> str:
    """A time still to go."""
    if left <= timedelta():
        return "over"
    if left >= 2 * DAY:
        return f"{left // DAY} days {left // HOUR % 24} h"
    return f"{left // HOUR} h {left // MINUTE % 60} min"
