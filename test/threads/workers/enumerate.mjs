/**
 * An engine for tiny programs: tries every point. The pool's tests run it in threads and beside them, so that
 * they do not depend on the engines that production uses.
 */
export const enumerating = {
  name: 'enumeration',
  async solve(program) {
    const startedAt = performance.now();
    const point = best(program);
    return {
      termination: point === null ? 'infeasible' : 'optimal',
      point: point && Float64Array.from(point),
      bounds: Float64Array.from(program.levels, (level) =>
        point === null ? -Infinity : dot(level.costs, point),
      ),
      engine: 'enumeration',
      reason: `${program.columnLower.length} columns`,
      solveMs: performance.now() - startedAt,
    };
  },
};

const dot = (costs, point) => point.reduce((sum, value, column) => sum + value * costs[column], 0);

function best(program) {
  let winner = null;
  for (const point of points(program, [])) {
    if (feasible(program, point) && (winner === null || before(program, point, winner))) winner = point;
  }
  return winner;
}

function* points(program, start) {
  const column = start.length;
  if (column === program.columnLower.length) {
    yield start;
    return;
  }
  for (let value = program.columnLower[column]; value <= program.columnUpper[column]; value++) {
    yield* points(program, [...start, value]);
  }
}

function feasible({ rowStarts, columnIndices, coefficients, rowLower, rowUpper }, point) {
  return rowLower.every((lower, row) => {
    let activity = 0;
    for (let at = rowStarts[row]; at < rowStarts[row + 1]; at++)
      activity += coefficients[at] * point[columnIndices[at]];
    return lower <= activity && activity <= rowUpper[row];
  });
}

function before({ levels, tieBreak }, left, right) {
  for (const { costs } of levels) {
    const difference = dot(costs, left) - dot(costs, right);
    if (difference !== 0) return difference < 0;
  }
  for (const column of tieBreak) {
    if (left[column] !== right[column]) return left[column] > right[column];
  }
  return false;
}
