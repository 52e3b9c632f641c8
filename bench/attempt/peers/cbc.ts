import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MipQuestion, MipResult } from '../../../src/solver/textbook/mip.ts';
import { median } from '../../statistics.ts';
import { columnName, toMps } from './mps.ts';
import type { PeerSolver } from './peer-solver.ts';

const COMMAND = 'cbc';
/** What it may take beyond its own limit before it is killed. */
const KILL_GRACE_MS = 2_000;
/** Starts, one before each question, whose median is taken off: they are as slow as the machine is just now. */
const STARTS_KEPT = 9;
/** What is left when the start is taken off is never less: a start is not measured more exactly than this. */
const LEAST_MS = 0.5;
const SETTINGS = '-ratioGap 0 -allowableGap 0 -integerTolerance 1e-9 -primalTolerance 1e-9 -timeMode elapsed';

/** True where Debian's `coinor-cbc`, or any other build, is installed. */
export const isCbcInstalled = (): boolean => spawnSync(COMMAND, ['-quit']).error === undefined;

const claim = (status: MipResult['status'], point: Float64Array | null, bound: number): MipResult => ({
  status,
  point,
  bound,
});

/** Reads what `-solution` writes: a status, then the columns that are not 0. */
function readSolution(text: string, { upper, costs }: MipQuestion): MipResult {
  const [head = '', ...rows] = text.split('\n');
  if (/infeasible/i.test(head)) return claim('infeasible', null, Number.POSITIVE_INFINITY);
  const isOptimal = head.startsWith('Optimal');
  if (!isOptimal && !head.startsWith('Stopped')) {
    return { ...claim('failed', null, Number.NEGATIVE_INFINITY), trouble: `cbc ended with "${head}"` };
  }
  const position = new Map(Array.from(upper, (_, column) => [columnName(column), column]));
  const point = new Float64Array(upper.length);
  let value = 0;
  for (const row of rows) {
    const [name, text] = row.replace('**', '').trim().split(/\s+/).slice(1);
    const column = position.get(name ?? '');
    if (column === undefined) continue;
    point[column] = Number(text);
    value += costs[column]! * point[column]!;
  }
  if (!isOptimal) return claim('time-limit', null, Number.NEGATIVE_INFINITY);
  return claim('optimal', point, value);
}

/** Runs cbc on one file and says how long the process lived. */
function run(folder: string, mps: string, timeLimitMs: number): { solution: string; ms: number } {
  const model = join(folder, 'question.mps');
  const solution = join(folder, 'solution.txt');
  writeFileSync(model, mps);
  rmSync(solution, { force: true });
  const seconds = timeLimitMs / 1000;
  const commands = [model, ...SETTINGS.split(' '), '-seconds', `${seconds}`, '-solve', '-solution', solution];
  const startedAt = performance.now();
  spawnSync(COMMAND, commands, {
    stdio: 'ignore',
    timeout: Math.ceil(timeLimitMs) + KILL_GRACE_MS,
    killSignal: 'SIGKILL',
  });
  const ms = performance.now() - startedAt;
  return { solution: existsSync(solution) ? readFileSync(solution, 'utf8') : 'no solution file', ms };
}

const EMPTY: MipQuestion = {
  costs: Float64Array.of(1),
  upper: Float64Array.of(1),
  rowLower: Float64Array.of(1),
  rowUpper: Float64Array.of(1),
  rowStarts: Int32Array.of(0, 1),
  columnIndices: Int32Array.of(0),
  coefficients: Float64Array.of(1),
  isInteger: Uint8Array.of(1),
  integral: true,
  start: null,
  timeLimitMs: 1_000,
};

/**
 * The native CBC, a process for each question. The start of a process, the median of the last few on a model of one
 * column, is taken off, and so are writing and reading files on our side; its own reading of the MPS file stays.
 */
export function openCbc(): PeerSolver {
  const folder = mkdtempSync(join(tmpdir(), 'bench-cbc-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  // Without a listener the signal ends the process before it can tidy up.
  process.on('SIGTERM', () => process.exit());
  const empty = toMps(EMPTY);
  const startOnce = () => run(folder, empty, EMPTY.timeLimitMs).ms;
  const starts = Array.from({ length: STARTS_KEPT }, startOnce);
  let overheadMs = 0;
  return {
    name: 'cbc',
    exactSpan: 2 ** 20,
    solve(question) {
      const startedAt = performance.now();
      starts.shift();
      starts.push(startOnce());
      const { solution, ms } = run(folder, toMps(question), question.timeLimitMs);
      const answer = readSolution(solution, question);
      overheadMs = performance.now() - startedAt - Math.max(LEAST_MS, ms - median(starts));
      return answer;
    },
    overheadMs: () => overheadMs,
    note: `process start ${median(starts).toFixed(1)} ms just now; it is measured before each question and taken off`,
  };
}
