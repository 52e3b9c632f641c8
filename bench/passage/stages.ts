import { decide } from '../../src/decision/decide.ts';
import { verify } from '../../src/decision/verify/verify.ts';
import type { Decision } from '../../src/domain/decision.ts';
import { OptimizeRequest, type OptimizeRequestInput } from '../../src/domain/optimize-request.ts';
import { allocationProblemOf } from '../../src/formulation/allocation-problem.ts';
import { findSourcing } from '../../src/formulation/sources.ts';
import { jsonParser } from '../../src/input/bounded-input.ts';
import { takeSnapshot } from '../../src/input/take-snapshot.ts';
import { solveAllocation } from '../../src/solver/structured/allocation/solve-allocation.ts';
import type { Row } from '../report.ts';
import { median, quantile } from '../statistics.ts';

/** Milliseconds of each stage of one attempt, in the order in which they run. */
type Stages = Map<string, number>;

const parseRequest = jsonParser(OptimizeRequest);
/** What is not solved by then is decided with the best plan so far. */
const LIMITS = { timeLimitMs: 1_000, nodeLimit: 5_000_000 };

/** One attempt from its JSON text to the text of its decision, the way `src/attempt` goes. */
function runOnce(text: string, now: string): Stages {
  const stages: Stages = new Map();
  let last = performance.now();
  const end = <Value>(stage: string, value: Value): Value => {
    const current = performance.now();
    stages.set(stage, current - last);
    last = performance.now();
    return value;
  };
  const json = end('read JSON', JSON.parse(text) as unknown);
  const request = end('check form', parseRequest(json));
  const snapshot = end('snapshot', takeSnapshot(request, now));
  const sourcing = end('sourcing', findSourcing(snapshot));
  const allocation = end('allocate', allocationProblemOf(snapshot, sourcing));
  const answer = end('solve', solveAllocation(allocation, LIMITS));
  if ('declined' in answer) throw new Error(answer.declined);
  const solved = {
    termination: answer.status === 'stopped' ? ('time-limit' as const) : answer.status,
    units: answer.units,
    tieBreakProven: answer.tieBreakProven,
    bounds: answer.bounds,
    engine: 'structured-search',
    reason: 'measured',
    solveMs: 0,
  };
  const claim = answer.status === 'stopped' ? 'feasible' : 'optimal';
  const decision: Decision = end('decide', decide(snapshot, sourcing, solved));
  const { valid } = end('verify', verify(snapshot, decision, { claim }));
  if (!valid) throw new Error('the checker refuses the plan');
  end('write JSON', JSON.stringify(decision));
  return stages;
}

/**
 * Where the time of one attempt goes in the thread that decides it, stage by stage: median and 99th percentile in
 * milliseconds.
 */
export function stageRows(name: string, request: OptimizeRequestInput, runs: number, now: string): Row[] {
  const text = JSON.stringify(request);
  for (let run = 0; run < runs; run++) runOnce(text, now);
  const measured = Array.from({ length: runs }, () => runOnce(text, now));
  const row = (stage: string, times: number[]): Row => ({
    request: name,
    stage,
    'median ms': median(times),
    'p99 ms': quantile(times, 0.99),
  });
  const rows = [...measured[0]!.keys()].map((stage) =>
    row(
      stage,
      measured.map((stages) => stages.get(stage)!),
    ),
  );
  const sumOf = (stages: Stages) => [...stages.values()].reduce((sum, ms) => sum + ms, 0);
  const around = (stages: Stages) => sumOf(stages) - stages.get('solve')!;
  return [...rows, row('all but solve', measured.map(around)), row('all', measured.map(sumOf))];
}
