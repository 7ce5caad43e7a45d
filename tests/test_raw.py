from datetime import UTC, datetime

import polars as pl
import pytest

from fantasy.errors import SourceError
from fantasy.raw import flag, instant, integer, number, records, require


def column(*values: str | None) -> pl.DataFrame:
    return pl.DataFrame({"x": values}, schema={"x": pl.String})


def test_records_keep_scalars_as_text_and_leave_nested_values_out() -> None:
    frame = records([{"a": 1, "b": None, "c": True, "d": [1]}], ["a"], origin="somewhere")
    assert frame.row(0, named=True) == {"a": "1", "b": None, "c": "True", "d": None}


def test_a_field_only_some_records_have_is_null_in_the_others() -> None:
    frame = records([{"a": 1}, {"a": 2, "new": "x"}], ["a"], origin="somewhere")
    assert frame["new"].to_list() == [None, "x"]


def test_no_records_make_an_empty_frame_of_the_required_columns() -> None:
    assert records([], ["a"], origin="somewhere").schema == {"a": pl.String}


@pytest.mark.parametrize("items", [None, {"a": 1}, [1, 2], "text"])
def test_what_is_no_list_of_objects_is_refused(items: object) -> None:
    with pytest.raises(SourceError, match="somewhere: expected a list of objects"):
        records(items, ["a"], origin="somewhere")


def test_missing_fields_are_named() -> None:
    with pytest.raises(SourceError, match="somewhere: lacks the fields b, c"):
        records([{"a": 1, "b": 2, "c": 3}, {"a": 1}], ["a", "b", "c"], origin="somewhere")


def test_missing_columns_are_named() -> None:
    with pytest.raises(SourceError, match="file: lacks the columns y"):
        require(column("1"), ["x", "y"], origin="file")


def test_integers_come_from_whole_numbers_however_written() -> None:
    frame = column("4", "4.0", "-3", "x", "", None)
    assert frame.select(integer("x"))["x"].to_list() == [4, 4, -3, None, None, None]


def test_numbers_that_do_not_parse_are_null() -> None:
    assert column("0.25", "1e2", "?").select(number("x"))["x"].to_list() == [0.25, 100.0, None]


def test_flags_come_in_every_spelling() -> None:
    frame = column("True", "false", "1", "0", "maybe", None)
    assert frame.select(flag("x"))["x"].to_list() == [True, False, True, False, None, None]


def test_instants_are_utc_with_or_without_fractions() -> None:
    frame = column("2024-08-16T17:30:00Z", "2024-08-16T17:30:00.123456Z", "soon", None)
    moment = datetime(2024, 8, 16, 17, 30, tzinfo=UTC)
    assert frame.select(instant("x"))["x"].to_list() == [moment, moment, None, None]
