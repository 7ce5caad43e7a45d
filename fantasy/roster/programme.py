"""Mixed-integer programmes as arrays, solved by HiGHS, and by SCIP where HiGHS fails.

Written as arrays because a plan has some fifty thousand columns, most of which are proved needless
before a solver sees them: taking them away, and asking what a column is worth at given prices of
the rows, are then one step each.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

import highspy
import numpy as np
from scipy import sparse

from fantasy.errors import SolverError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]
    Columns = NDArray[np.int64]
    Mask = NDArray[np.bool_]

NO_LIMIT = highspy.kHighsInf
OPTIONS = {
    "output_flag": False,
    "mip_rel_gap": 0.0,
    "threads": 1,
    "mip_heuristic_run_root_reduced_cost": False,
    "mip_heuristic_run_rens": False,
    "mip_heuristic_run_rins": False,
    "mip_allow_restart": False,
    "mip_detect_symmetry": False,
    "mip_pscost_minreliable": 1,
}
"""Searches in parts of the programme are left out: what is left by then is such a part.

So are restarts, which start the tree anew, and symmetry, of which there is hardly any; a column's
worth as a branch is believed once it was tried. On plans of replayed seasons that halves the time.
"""

EFFORT = 0.05
"""Share of the time HiGHS gives to heuristics, as by default."""

EXACT = 1e-6
"""Points below which two solutions are worth the same: the solver's own tolerance."""

KINDS = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
ANSWERS = (
    highspy.HighsModelStatus.kOptimal,
    highspy.HighsModelStatus.kInfeasible,
    highspy.HighsModelStatus.kUnboundedOrInfeasible,
    highspy.HighsModelStatus.kModelEmpty,
    highspy.HighsModelStatus.kTimeLimit,
)
"""What HiGHS says where it has not failed."""


class Cut(NamedTuple):
    """An inequality: sum of coefficients x columns <= upper."""

    columns: Columns
    coefficients: Floats
    upper: float


@dataclass(frozen=True)
class Programme:
    """Maximise cost x where row_lower <= matrix x <= row_upper and lower <= x <= upper.

    Attributes:
        cost: of each column.
        lower: bound of each column.
        upper: bound of each column.
        integer: whether a column must be whole.
        matrix: rows by columns.
        row_lower: bound of each row.
        row_upper: bound of each row.
        private: whether a row speaks of the columns of one player alone.
    """

    cost: Floats
    lower: Floats
    upper: Floats
    integer: Mask
    matrix: sparse.csc_array
    row_lower: Floats
    row_upper: Floats
    private: Mask

    def below(self, cuts: Sequence[Cut]) -> Programme:
        """The programme with more rows."""
        columns, coefficients, uppers = zip(*cuts, strict=True)
        numbers = np.repeat(np.arange(len(cuts)), [each.size for each in columns])
        entries = (np.concatenate(coefficients), (numbers, np.concatenate(columns)))
        more = sparse.coo_array(entries, shape=(len(cuts), self.cost.size))
        return replace(
            self,
            matrix=sparse.csc_array(sparse.vstack([self.matrix, more])),
            row_lower=np.append(self.row_lower, np.full(len(cuts), -NO_LIMIT)),
            row_upper=np.append(self.row_upper, uppers),
            private=np.append(self.private, np.zeros(len(cuts), bool)),
        )


@dataclass(frozen=True)
class Solution:
    """What a solver made of a programme.

    Attributes:
        values: of each column; None if nothing feasible was found.
        objective: of the values; minus infinity without any.
        bound: no solution is worth more.
        duals: of each row, for a relaxation.
    """

    values: Floats | None
    objective: float
    bound: float
    duals: Floats


@dataclass
class Draft:
    """A programme while it is written: columns and rows are added in blocks."""

    costs: list[Floats] = field(default_factory=list)
    lowers: list[Floats] = field(default_factory=list)
    uppers: list[Floats] = field(default_factory=list)
    integers: list[Mask] = field(default_factory=list)
    entries: list[tuple[Columns, Columns, Floats]] = field(default_factory=list)
    row_lowers: list[Floats] = field(default_factory=list)
    row_uppers: list[Floats] = field(default_factory=list)
    privates: list[Mask] = field(default_factory=list)
    width: int = 0
    height: int = 0

    def columns(
        self,
        shape: tuple[int, ...],
        *,
        cost: ArrayLike = 0.0,
        lower: ArrayLike = 0.0,
        upper: ArrayLike = 1.0,
        integer: bool = False,
    ) -> Columns:
        """New columns; their numbers, in the shape asked for."""
        numbers = self.width + np.arange(np.prod(shape, dtype=int)).reshape(shape)
        for kept, value in ((self.costs, cost), (self.lowers, lower), (self.uppers, upper)):
            kept.append(np.broadcast_to(np.asarray(value, float), shape).ravel())
        self.integers.append(np.full(numbers.size, integer))
        self.width += numbers.size
        return numbers

    def rows(
        self,
        *terms: tuple[ArrayLike, Columns],
        lower: ArrayLike = -NO_LIMIT,
        upper: ArrayLike = NO_LIMIT,
        private: bool = False,
    ) -> None:
        """New rows lower <= sum of terms <= upper.

        Args:
            terms: coefficients and columns; the first axis of the columns counts the rows, the
                others are summed over.
            lower: bound of each row.
            upper: bound of each row.
            private: whether each row speaks of one player alone.
        """
        count = terms[0][1].shape[0]
        for coefficients, columns in terms:
            numbers = self.height + np.arange(count).reshape(-1, *[1] * (columns.ndim - 1))
            spread = (
                np.broadcast_to(part, columns.shape).ravel() for part in (numbers, coefficients)
            )
            number, coefficient = spread
            self.entries.append((number, columns.ravel(), coefficient.astype(float)))
        for kept, value in ((self.row_lowers, lower), (self.row_uppers, upper)):
            kept.append(np.broadcast_to(np.asarray(value, float), count))
        self.privates.append(np.full(count, private))
        self.height += count

    def programme(self) -> Programme:
        """The programme as it stands."""
        row, column, coefficient = (
            np.concatenate(part) for part in zip(*self.entries, strict=True)
        )
        matrix = sparse.coo_array((coefficient, (row, column)), shape=(self.height, self.width))
        return Programme(
            cost=np.concatenate(self.costs),
            lower=np.concatenate(self.lowers),
            upper=np.concatenate(self.uppers),
            integer=np.concatenate(self.integers),
            matrix=matrix.tocsc(),
            row_lower=np.concatenate(self.row_lowers),
            row_upper=np.concatenate(self.row_uppers),
            private=np.concatenate(self.privates),
        )


@dataclass(frozen=True)
class Effort:
    """How a programme is to be solved.

    Attributes:
        relaxed: whether no column has to be whole.
        above: solutions worth less are not wanted.
        start: values of the columns that are a solution, if one is known.
        slack: how much more than the solution another may be worth. Without any, proving is the
            work, and none is spent on guessing solutions.
        seconds: time to spend; the bound tells what is left undone.
    """

    relaxed: bool = False
    above: float = -NO_LIMIT
    start: Floats | None = None
    slack: float = 0.0
    seconds: float = NO_LIMIT


def solve(
    programme: Programme, kept: Mask, effort: Effort | None = None, *, whole: Mask | None = None
) -> Solution:
    """Solve a programme with all columns but some held at 0.

    Args:
        programme: what to solve.
        kept: the columns that may be anything but 0.
        effort: how; to the end if None.
        whole: the columns that have to be whole; the programme's own if None.

    Raises:
        SolverError: if HiGHS fails, and SCIP is not installed or fails too.
    """
    duals = np.zeros(programme.row_lower.size)
    if (programme.lower[~kept] > 0).any():
        return Solution(None, -NO_LIMIT, -NO_LIMIT, duals)
    rows, part = _part(programme, kept, programme.integer if whole is None else whole)
    found = _solved(part, _part_of(effort or Effort(), kept))
    if found.values is None:
        return replace(found, duals=duals)
    values = np.zeros(programme.cost.size)
    values[kept], duals[rows] = found.values, found.duals
    return replace(found, values=values, duals=duals)


def _part(programme: Programme, kept: Mask, whole: Mask) -> tuple[Columns, Programme]:
    """The rows that speak of some columns, and the programme of these alone."""
    matrix = programme.matrix[:, kept]
    rows = np.flatnonzero(np.bincount(matrix.indices, minlength=matrix.shape[0]))
    part = Programme(
        cost=programme.cost[kept],
        lower=programme.lower[kept],
        upper=programme.upper[kept],
        integer=whole[kept],
        matrix=matrix.tocsr()[rows].tocsc(),
        row_lower=programme.row_lower[rows],
        row_upper=programme.row_upper[rows],
        private=programme.private[rows],
    )
    return rows, part


def _part_of(effort: Effort, kept: Mask) -> Effort:
    """The effort for some columns, without a start that needs others."""
    start = effort.start
    inside = start is not None and not start[~kept].any()
    return replace(effort, start=start[kept] if start is not None and inside else None)


def _solved(programme: Programme, effort: Effort) -> Solution:
    try:
        return by_highs(programme, effort)
    except SolverError as failed:
        try:
            from fantasy.roster.scip import by_scip  # noqa: PLC0415 - SCIP need not be installed
        except ImportError:
            raise SolverError(
                f"{failed}: install SCIP, a second solver, with pip install 'fantasy[scip]'"
            ) from failed
        return by_scip(programme, effort)


def by_highs(programme: Programme, effort: Effort) -> Solution:
    """What HiGHS makes of a programme.

    Raises:
        SolverError: if it ends without an answer.
    """
    model = _model(programme)
    if not effort.relaxed:
        model.integrality_ = [KINDS[each] for each in programme.integer.astype(int)]
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    for option, value in OPTIONS.items():
        solver.setOptionValue(option, value)
    solver.setOptionValue("time_limit", effort.seconds)
    solver.setOptionValue("mip_abs_gap", max(effort.slack, EXACT))
    solver.setOptionValue("mip_heuristic_effort", EFFORT if effort.slack else 0.0)
    solver.passModel(model)
    if effort.start is not None:
        start = highspy.HighsSolution()
        start.col_value = effort.start.tolist()
        solver.setSolution(start)
    elif effort.above > -NO_LIMIT:
        priced = np.flatnonzero(programme.cost)
        cost = programme.cost[priced]
        solver.addRow(effort.above, NO_LIMIT, priced.size, priced.astype(np.int32), cost)
    solver.run()
    status = solver.getModelStatus()
    if status not in ANSWERS:
        raise SolverError(f"HiGHS failed: {solver.modelStatusToString(status)}")
    return _solution(solver, programme, relaxed=effort.relaxed)


def _model(programme: Programme) -> highspy.HighsLp:
    model, matrix = highspy.HighsLp(), programme.matrix
    model.sense_ = highspy.ObjSense.kMaximize
    model.num_row_, model.num_col_ = matrix.shape
    model.col_cost_ = programme.cost
    model.col_lower_, model.col_upper_ = programme.lower, programme.upper
    model.row_lower_, model.row_upper_ = programme.row_lower, programme.row_upper
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_ = matrix.indptr
    model.a_matrix_.index_ = matrix.indices
    model.a_matrix_.value_ = matrix.data
    return model


def _solution(solver: highspy.Highs, programme: Programme, *, relaxed: bool) -> Solution:
    info, found = solver.getInfo(), solver.getSolution()
    duals = np.zeros(programme.matrix.shape[0])
    if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        timed_out = solver.getModelStatus() == highspy.HighsModelStatus.kTimeLimit
        return Solution(None, -NO_LIMIT, NO_LIMIT if timed_out else -NO_LIMIT, duals)
    if relaxed:
        duals = np.array(found.row_dual[: duals.size])
    objective = info.objective_function_value
    bound = objective if relaxed else info.mip_dual_bound
    return Solution(np.array(found.col_value), objective, bound, duals)
