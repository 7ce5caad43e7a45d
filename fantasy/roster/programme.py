"""Mixed-integer programmes as arrays, solved by HiGHS.

Written as arrays because a plan has some fifty thousand columns, most of which are proved needless
before a solver sees them: taking them away, and asking what a column is worth at given prices of
the rows, are then one step each.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import highspy
import numpy as np
from scipy import sparse

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]
    Columns = NDArray[np.int64]
    Mask = NDArray[np.bool_]

NO_LIMIT = highspy.kHighsInf
OPTIONS = {"output_flag": False, "mip_rel_gap": 0.0, "threads": 1}
EFFORT = 0.05
"""Share of the time HiGHS gives to heuristics, as by default."""

EXACT = 1e-6
"""Points below which two solutions are worth the same: the solver's own tolerance."""

KINDS = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)


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


def solve(
    programme: Programme,
    kept: Mask,
    *,
    relaxed: bool = False,
    whole: Mask | None = None,
    above: float = -NO_LIMIT,
    slack: float = 0.0,
    seconds: float = NO_LIMIT,
) -> Solution:
    """Solve a programme with all columns but some held at 0.

    Args:
        programme: what to solve.
        kept: the columns that may be anything but 0.
        relaxed: whether no column has to be whole.
        whole: the columns that have to be; the programme's own if None.
        above: solutions worth less are not wanted.
        slack: how much more than the solution another may be worth. Without any, proving is the
            work, and none is spent on guessing solutions.
        seconds: time to spend; the bound tells what is left undone.
    """
    if (programme.lower[~kept] > 0).any():
        return Solution(None, -NO_LIMIT, -NO_LIMIT, np.zeros(programme.row_lower.size))
    matrix = programme.matrix[:, kept]
    rows = np.flatnonzero(np.bincount(matrix.indices, minlength=matrix.shape[0]))
    model = _model(programme, kept, rows, matrix.tocsr()[rows].tocsc())
    if not relaxed:
        whole = programme.integer if whole is None else whole
        model.integrality_ = [KINDS[each] for each in whole[kept].astype(int)]
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    for option, value in OPTIONS.items():
        solver.setOptionValue(option, value)
    solver.setOptionValue("time_limit", seconds)
    solver.setOptionValue("mip_abs_gap", max(slack, EXACT))
    solver.setOptionValue("mip_heuristic_effort", EFFORT if slack else 0.0)
    solver.passModel(model)
    if above > -NO_LIMIT:
        cost = programme.cost[kept]
        priced = np.flatnonzero(cost)
        solver.addRow(above, NO_LIMIT, priced.size, priced.astype(np.int32), cost[priced])
    solver.run()
    return _solution(solver, programme, kept, rows, relaxed=relaxed)


def _model(
    programme: Programme, kept: Mask, rows: Columns, matrix: sparse.csc_array
) -> highspy.HighsLp:
    model = highspy.HighsLp()
    model.sense_ = highspy.ObjSense.kMaximize
    model.num_row_, model.num_col_ = matrix.shape
    model.col_cost_ = programme.cost[kept]
    model.col_lower_, model.col_upper_ = programme.lower[kept], programme.upper[kept]
    model.row_lower_, model.row_upper_ = programme.row_lower[rows], programme.row_upper[rows]
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_ = matrix.indptr
    model.a_matrix_.index_ = matrix.indices
    model.a_matrix_.value_ = matrix.data
    return model


def _solution(
    solver: highspy.Highs, programme: Programme, kept: Mask, rows: Columns, *, relaxed: bool
) -> Solution:
    info, found, status = solver.getInfo(), solver.getSolution(), solver.getModelStatus()
    duals = np.zeros(programme.matrix.shape[0])
    if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        open_end = NO_LIMIT if status == highspy.HighsModelStatus.kTimeLimit else -NO_LIMIT
        return Solution(None, -NO_LIMIT, open_end, duals)
    values = np.zeros(programme.cost.size)
    values[kept] = found.col_value
    if relaxed:
        duals[rows] = found.row_dual[: rows.size]
    objective = info.objective_function_value
    return Solution(values, objective, objective if relaxed else info.mip_dual_bound, duals)
