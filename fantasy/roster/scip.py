"""Programmes solved by SCIP: the second solver, for what HiGHS fails at."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from pyscipopt import LP, Model, quicksum

from fantasy.errors import SolverError
from fantasy.roster.programme import EXACT, NO_LIMIT, Solution

if TYPE_CHECKING:
    from fantasy.roster.programme import Effort, Programme

ANSWERS = {"optimal", "gaplimit", "timelimit", "infeasible", "inforunbd"}
"""What SCIP says where it has not failed."""


def by_scip(programme: Programme, effort: Effort) -> Solution:
    """What SCIP makes of a programme.

    Raises:
        SolverError: if it ends without an answer.
    """
    return _relaxed(programme) if effort.relaxed else _whole(programme, effort)


def _relaxed(programme: Programme) -> Solution:
    """The linear relaxation, with its duals."""
    problem, duals = LP(sense="maximize"), np.zeros(programme.row_lower.size)
    problem.addCols(
        [[] for _ in programme.cost],
        programme.cost.tolist(),
        programme.lower.tolist(),
        programme.upper.tolist(),
    )
    lowest, highest = (
        np.nan_to_num(bounds, posinf=problem.infinity(), neginf=-problem.infinity()).tolist()
        for bounds in (programme.row_lower, programme.row_upper)
    )
    problem.addRows(_rows(programme), lowest, highest)
    problem.solve()
    if not problem.isOptimal():
        if problem.isPrimalFeasible():
            raise SolverError("SCIP failed at a relaxation")
        return Solution(None, -NO_LIMIT, -NO_LIMIT, duals)
    objective = problem.getObjVal()
    return Solution(
        np.array(problem.getPrimal()), objective, objective, np.array(problem.getDual())
    )


def _whole(programme: Programme, effort: Effort) -> Solution:
    model, duals = Model(), np.zeros(programme.row_lower.size)
    model.hideOutput()
    model.setParam("limits/absgap", max(effort.slack, EXACT))
    model.setParam("limits/time", min(effort.seconds, 1e20))
    columns = [
        model.addVar(vtype="I" if whole else "C", lb=lower, ub=upper, obj=cost)
        for whole, lower, upper, cost in zip(
            programme.integer.tolist(),
            programme.lower.tolist(),
            programme.upper.tolist(),
            programme.cost.tolist(),
            strict=True,
        )
    ]
    model.setMaximize()
    bounds = zip(programme.row_lower.tolist(), programme.row_upper.tolist(), strict=True)
    for entries, (lower, upper) in zip(_rows(programme), bounds, strict=True):
        total = quicksum(coefficient * columns[column] for column, coefficient in entries)
        if lower > -NO_LIMIT:
            model.addCons(total >= lower)
        if upper < NO_LIMIT:
            model.addCons(total <= upper)
    if effort.above > -NO_LIMIT:
        priced = zip(programme.cost.tolist(), columns, strict=True)
        model.addCons(quicksum(cost * column for cost, column in priced) >= effort.above)
    model.optimize()
    status = model.getStatus()
    if status not in ANSWERS:
        raise SolverError(f"SCIP failed: {status}")
    if not model.getNSols():
        return Solution(None, -NO_LIMIT, NO_LIMIT if status == "timelimit" else -NO_LIMIT, duals)
    values = np.array([model.getVal(column) for column in columns])
    return Solution(values, model.getObjVal(), model.getDualbound(), duals)


def _rows(programme: Programme) -> list[list[tuple[int, float]]]:
    """Columns and coefficients of each row."""
    matrix = programme.matrix.tocsr()
    columns, coefficients = matrix.indices.tolist(), matrix.data.tolist()
    spans = zip(matrix.indptr[:-1].tolist(), matrix.indptr[1:].tolist(), strict=True)
    return [
        list(zip(columns[start:end], coefficients[start:end], strict=True)) for start, end in spans
    ]
