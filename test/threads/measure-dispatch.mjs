/**
 * What the pool's boundary costs: a program there and an outcome back, by a job that answers at once.
 *
 *   npm run build && node test/threads/measure-dispatch.mjs
 */
import { createPool } from '../../dist/threads/pool.js';

const RUNS = 5_000;
const WARM_UP = 500;

/** `columns` columns in rows of ten, and three levels: the shape of an allocation. */
function programOf(columns) {
  const rows = Math.ceil(columns / 10);
  const costs = () => new Float64Array(columns).fill(1);
  return {
    columnLower: new Float64Array(columns),
    columnUpper: new Float64Array(columns).fill(5),
    rowLower: new Float64Array(rows).fill(1),
    rowUpper: new Float64Array(rows).fill(5),
    rowStarts: Int32Array.from({ length: rows + 1 }, (_, row) => Math.min(row * 10, columns)),
    columnIndices: Int32Array.from({ length: columns }, (_, column) => column),
    coefficients: new Float64Array(columns).fill(1),
    levels: ['futureUnits', 'waitUnitDays', 'childShipments'].map((name) => ({
      name,
      costs: costs(),
      scale: 1,
      integral: true,
    })),
    tieBreak: Int32Array.from({ length: columns }, (_, column) => column),
  };
}

const pool = createPool({ workerFile: new URL('./workers/ones.mjs', import.meta.url), threads: 1 });
await pool.ready();
console.log('columns  median µs  p99 µs');
for (const columns of [1, 100, 1_000, 10_000]) {
  const program = programOf(columns);
  const times = [];
  for (let run = -WARM_UP; run < RUNS; run++) {
    const startedAt = performance.now();
    await pool.run({ name: 'program' }, program, { timeLimitMs: 1_000 });
    if (run >= 0) times.push((performance.now() - startedAt) * 1_000);
  }
  times.sort((left, right) => left - right);
  const at = (share) => times[Math.floor(times.length * share)].toFixed(0);
  console.log(`${String(columns).padStart(7)}  ${at(0.5).padStart(9)}  ${at(0.99).padStart(6)}`);
}
await pool.close({ graceMs: 0 });
