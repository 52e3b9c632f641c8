import { askUntil } from '../../../src/attempt/what-if.ts';
import { explainHold } from '../../../src/decision/explain/explain.ts';
import type { Snapshot } from '../../../src/domain/snapshot.ts';
import { createPortfolio } from '../../../src/solver/portfolio.ts';

const engine = createPortfolio();

/** The whole explanation of a held attempt, with time for all of it. */
export const explain = (snapshot: Snapshot) =>
  explainHold(snapshot, 'full', askUntil(engine, performance.now() + 5000));

/** The explanation of a held attempt for which there is no time to solve anything. */
export const explainLate = (snapshot: Snapshot) =>
  explainHold(snapshot, 'full', askUntil(engine, performance.now() - 1));

/** Each line with its reason and the units that it is short of. */
export const reasons = async (snapshot: Snapshot) =>
  (await explain(snapshot)).lines.map((line) => `${line.lineId} ${line.reason} ${line.short}`);

/** The fixes alone. */
export const fixes = async (snapshot: Snapshot) => (await explain(snapshot)).fixes;
