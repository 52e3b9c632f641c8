import { parseArgs } from 'node:util';
import { optimize } from '../../src/attempt/optimize.ts';
import { verify } from '../../src/decision/verify/verify.ts';
import type { Decision } from '../../src/domain/decision.ts';
import { parseInput } from '../../src/domain/faults.ts';
import { OptimizeRequest } from '../../src/domain/optimize-request.ts';
import { type Snapshot, takeSnapshot } from '../../src/domain/snapshot.ts';
import { type Formulation, formulate } from '../../src/formulation/formulate.ts';
import { columnCount } from '../../src/program/program.ts';
import type { Outcome } from '../../src/solver/engine.ts';
import { createPortfolio } from '../../src/solver/portfolio.ts';
import { printTable, type Row, writeResult } from '../report.ts';
import { geometricMean, median, quantile } from '../statistics.ts';
import { GENERATED_CLASSES, type InstanceClass } from './classes.ts';
import { openPeers, type Peer } from './peers.ts';
import { retailClass } from './retail.ts';

const { values: options } = parseArgs({
  options: { instances: { type: 'string', default: '30' }, limit: { type: 'string', default: '5000' } },
});
const INSTANCES = Number(options.instances);
const LIMIT_MS = Number(options.limit);

/** What one solver needed for one instance; `ms` is the limit where nothing was proven within it. */
interface Run {
  readonly ms: number;
  readonly proven: boolean;
}

/** The tiers that a peer's point reaches, in the objective's own units. */
function tierValuesOf({ program, tierOffsets }: Formulation, point: Float64Array): number[] {
  return program.tiers.map(
    ({ costs, scale }, index) =>
      costs.reduce((sum, cost, column) => sum + cost * point[column]!, 0) / scale + tierOffsets[index]!,
  );
}

/** Ours and a peer's must be the same answer; a difference ends the bench. */
function assertSame(decision: Decision, formulation: Formulation, outcome: Outcome, peer: string): void {
  const ours = decision.objective.map((tier) => tier.value);
  const theirs = outcome.point === null ? [] : tierValuesOf(formulation, outcome.point);
  const same =
    ours.length === theirs.length &&
    ours.every((value, tier) => Math.abs(value - theirs[tier]!) <= 1e-6 * Math.max(1, Math.abs(value)));
  if (!same) {
    throw new Error(
      `shipment ${decision.shipmentNumber}: ours ${ours.join(', ')}; ${peer} ${theirs.join(', ')}`,
    );
  }
}

const engine = createPortfolio();
const now = () => '2026-05-01T00:00:00Z';

async function runOurs(request: OptimizeRequest, snapshot: Snapshot): Promise<Run & { decision: Decision }> {
  const startedAt = performance.now();
  const decision = await optimize(request, { engine, now });
  const ms = performance.now() - startedAt;
  const { valid, violations } = verify(snapshot, decision);
  if (!valid) throw new Error(`shipment ${decision.shipmentNumber}: ${JSON.stringify(violations)}`);
  return { ms, proven: decision.proof.status !== 'feasible', decision };
}

async function runClass({ name, draw }: InstanceClass, peers: readonly Peer[]) {
  const runs = new Map<string, Run[]>(['ours', ...peers.map((peer) => peer.name)].map((who) => [who, []]));
  const engines = new Map<string, number>();
  let released = 0;
  let columns = 0;
  for (let seed = 1; seed <= INSTANCES; seed++) {
    const request = parseInput(OptimizeRequest, { ...draw(seed), limits: { timeLimitMs: LIMIT_MS } });
    const snapshot = takeSnapshot(request, now());
    const { decision, ...ours } = await runOurs(request, snapshot);
    runs.get('ours')!.push(ours);
    engines.set(decision.proof.engine, (engines.get(decision.proof.engine) ?? 0) + 1);
    if (decision.decision === 'released') released++;
    const formulation = formulate(snapshot);
    columns += columnCount(formulation.program);
    for (const peer of peers) {
      const program = { ...formulation.program, tieBreak: new Int32Array() };
      const outcome = await peer.solve(program, LIMIT_MS);
      if (outcome !== null && ours.proven) assertSame(decision, formulation, outcome, peer.name);
      runs.get(peer.name)!.push({ ms: outcome?.solveMs ?? LIMIT_MS, proven: outcome !== null });
    }
  }
  return { name, runs, engines, released, columns: Math.round(columns / INSTANCES) };
}

function rowsOf({ name, runs, columns }: Awaited<ReturnType<typeof runClass>>): Row[] {
  const ours = runs.get('ours')!;
  return [...runs].map(([who, own]) => ({
    class: name,
    columns,
    solver: who,
    proven: `${own.filter((run) => run.proven).length}/${own.length}`,
    'median ms': median(own.map((run) => run.ms)),
    'p99 ms': quantile(
      own.map((run) => run.ms),
      0.99,
    ),
    'time / ours': geometricMean(own.map((run, index) => run.ms / ours[index]!.ms)),
  }));
}

const peers = openPeers();
await engine.warmUp();
const retail = retailClass();
const classes = [...GENERATED_CLASSES, ...(retail === null ? [] : [retail])];
// The first solves compile and load: they are not what a running service does.
for (const [index, { draw }] of classes.entries()) {
  const request = parseInput(OptimizeRequest, draw(1_000_000 + index));
  await optimize(request, { engine, now });
}
const results = [];
for (const each of classes) {
  const result = await runClass(each, peers);
  results.push(result);
  const engines = [...result.engines].map(([who, count]) => `${who} ${count}`).join(', ');
  console.log(
    `${each.name}: ${each.meaning}; ${result.released}/${INSTANCES} released; answered by ${engines}`,
  );
}
await Promise.all(peers.map((peer) => peer.close()));
const rows = results.flatMap(rowsOf);
printTable(`bench/attempt: ${INSTANCES} instances a class, limit ${LIMIT_MS} ms, every plan verified`, rows);
writeResult('attempt', { instances: INSTANCES, limitMs: LIMIT_MS, rows });
