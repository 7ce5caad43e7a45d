"""The lake: one Delta table for each contract, in one folder a world."""

from dataclasses import dataclass
from datetime import datetime
from os import SEEK_END
from pathlib import Path

import polars as pl
from deltalake import DeltaTable, write_deltalake
from deltalake.exceptions import DeltaError

from fantasy.errors import ContractError, LakeError
from fantasy.store.alone import written_alone
from fantasy.store.schema import TABLES, Table

QUARANTINE_LIMIT = 0.02

PARQUET_END = b"PAR1"
"""What every whole Parquet file ends with (Apache Parquet, File Format)."""


@dataclass(frozen=True)
class Written:
    """What one write did: rows offered, rows new or changed, rows quarantined."""

    table: str
    offered: int
    changed: int
    quarantined: int


@dataclass(frozen=True)
class AsOf:
    """The lake as it stood at one moment: every decision reads through this."""

    lake: "Lake"
    moment: datetime

    def states(self, name: str) -> pl.LazyFrame:
        """All rows known at the moment; of a versioned table, every state up to then."""
        return self.lake.table(name).filter(pl.col("known_at") <= self.moment)

    def table(self, name: str) -> pl.LazyFrame:
        """Rows known at the moment; of a versioned table, the last state of each key."""
        table = TABLES[name]
        known = self.states(name)
        if not table.versioned:
            return known
        return known.sort("known_at").unique(table.key, keep="last", maintain_order=True)


@dataclass(frozen=True)
class Lake:
    """The tables under one folder."""

    folder: Path

    @classmethod
    def open(cls, data_dir: Path, world: str) -> "Lake":
        """The lake of a world, its folder made if it is not there.

        Raises:
            LakeError: if the folder cannot be written.
        """
        folder = data_dir / world
        probe = folder / ".writable"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            probe.touch()
            probe.unlink(missing_ok=True)
        except OSError as error:
            raise LakeError(
                f"the lake's folder {folder} cannot be written ({error.strerror}): "
                "set FANTASY_DATA_DIR to a folder you own"
            ) from error
        return cls(folder)

    def table(self, name: str) -> pl.LazyFrame:
        """All rows ever written to a table; an empty frame of its columns before the first.

        A column that came into the contract after the table was made is null. Data files that are
        gone, cut short or without their end are noticed here, before anything is read of them.

        Raises:
            LakeError: if the table's files cannot be read.
        """
        path = self.folder / name
        empty = TABLES[name].contract.create_empty(lazy=True)
        if not DeltaTable.is_deltatable(str(path)):
            return empty
        try:
            delta = DeltaTable(str(path))
            _check_files(path, delta)
            stored = pl.scan_delta(delta)
            types, there = empty.collect_schema(), set(stored.collect_schema())
            return stored.select(
                pl.col(column) if column in there else pl.lit(None, kind).alias(column)
                for column, kind in types.items()
            )
        except (DeltaError, OSError) as error:
            raise LakeError(
                f"table {name} in {self.folder} does not read: move that folder away and run "
                f"`fantasy update` ({error})"
            ) from error

    def as_of(self, moment: datetime) -> AsOf:
        """The lake as it stood at a moment (UTC)."""
        return AsOf(self, moment)

    def write(self, name: str, rows: pl.DataFrame, *, source: str) -> Written:
        """Check rows against the contract and store those that are new or changed.

        Rows that break the contract go to `quarantine` with their reasons. Writing the same
        rows twice changes nothing.

        Args:
            name: the table.
            rows: the rows offered; columns outside the contract are dropped.
            source: where they come from, for the quarantine.

        Raises:
            ContractError: if more than 2% of the rows break the contract.
            LakeError: if the table cannot be read or written.
        """
        table = TABLES[name]
        good, bad = _checked(name, rows, source)
        if bad.height > QUARANTINE_LIMIT * rows.height:
            reasons = ", ".join(bad["reasons"].value_counts(sort=True)["reasons"].head(3))
            raise ContractError(
                f"{source}: {bad.height} of {rows.height} rows of {name} break the contract "
                f"({reasons}); nothing was stored - has the source changed its columns?"
            )
        with written_alone(self.folder):
            changed = self._store(name, good, table)
            if bad.height:
                self._store("quarantine", bad, TABLES["quarantine"])
        return Written(name, rows.height, changed, bad.height)

    def _store(self, name: str, rows: pl.DataFrame, table: Table) -> int:
        seasons = rows["season"].unique()
        stored = self.table(name).filter(pl.col("season").is_in(seasons.implode())).collect()
        changes = _changes(stored, rows, table)
        if changes.is_empty():
            return 0
        path = str(self.folder / name)
        try:
            if _is_new(stored, changes, table):
                write_deltalake(
                    path, changes, partition_by=["season"], mode="append", schema_mode="merge"
                )
            else:
                _merge(path, changes, [*table.contract.primary_key()])
        except (DeltaError, OSError) as error:
            raise LakeError(
                f"table {name} in {self.folder} cannot be written ({error}): "
                "check the disk, then run again - nothing is half-written"
            ) from error
        return changes.height


def _check_files(folder: Path, delta: DeltaTable) -> None:
    """Raise an OSError for a data file that is not what the table's log says of it."""
    logged = delta.get_add_actions(flatten=True)
    names, sizes = (logged[column].to_pylist() for column in ("path", "size_bytes"))
    for name, size in zip(names, sizes, strict=True):
        with (folder / name).open("rb") as file:
            if file.seek(0, SEEK_END) != size:
                raise OSError(f"{name} is cut short")
            file.seek(-len(PARQUET_END), SEEK_END)
            if file.read() != PARQUET_END:
                raise OSError(f"{name} is damaged")


def _checked(name: str, rows: pl.DataFrame, source: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Rows that keep the contract, and the quarantine rows of those that do not."""
    contract = TABLES[name].contract
    missing = [column for column in contract.column_names() if column not in rows.columns]
    if missing:
        raise ContractError(f"{source}: {name} lacks the columns {', '.join(missing)}")
    offered = rows.select(contract.column_names())
    good, failure = contract.filter(offered, cast=True)
    details = failure.details()
    rules = [column for column in details.columns if column not in offered.columns]
    broken = [pl.when(pl.col(rule) == "invalid").then(pl.lit(rule)) for rule in rules]
    bad = details.select(
        "season",
        pl.lit(name).alias("table"),
        pl.struct(contract.column_names()).struct.json_encode().alias("row"),
        pl.lit(source).alias("source"),
        pl.concat_str(broken, separator=", ", ignore_nulls=True).alias("reasons"),
        "known_at",
    )
    return good, bad.unique(["season", "table", "row"], maintain_order=True)


def _changes(stored: pl.DataFrame, rows: pl.DataFrame, table: Table) -> pl.DataFrame:
    """Rows that say something the stored ones do not."""
    content = table.content
    if not table.versioned:
        return rows.join(stored, on=content, how="anti", nulls_equal=True)
    states = pl.concat(
        [stored.with_columns(_new=pl.lit(0)), rows.with_columns(_new=pl.lit(1))]
    ).sort([*table.key, "known_at", "_new"])
    content_hash = pl.struct(content).hash()
    same = content_hash == content_hash.shift(1).over(table.key)
    return states.filter(pl.col("_new") == 1, same.fill_null(value=False).not_()).drop("_new")


def _is_new(stored: pl.DataFrame, changes: pl.DataFrame, table: Table) -> bool:
    """Whether no change corrects a stored row."""
    return stored.join(changes, on=table.contract.primary_key(), how="semi").is_empty()


def _merge(path: str, changes: pl.DataFrame, primary_key: list[str]) -> None:
    """Insert or correct rows by primary key, in one commit."""
    on_key = " AND ".join(f"stored.{name} = changed.{name}" for name in primary_key)
    (
        DeltaTable(path)
        .merge(
            changes,
            predicate=on_key,
            source_alias="changed",
            target_alias="stored",
            merge_schema=True,
        )
        .when_matched_update_all()
        .when_not_matched_insert_all()
        .execute()
    )
