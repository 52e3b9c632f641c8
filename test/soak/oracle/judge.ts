import { NothingProvenError, optimize } from '../../../src/attempt/optimize.ts';
import type { Decision } from '../../../src/domain/decision.ts';
import { OptimizeRequest, type OptimizeRequestInput } from '../../../src/domain/optimize-request.ts';
import { parseInput } from '../../../src/input/parse.ts';
import { takeAttempt } from '../../../src/input/take-attempt.ts';
import type { Engine } from '../../../src/solver/engine.ts';
import { type Question, questionOf } from './question.ts';
import { brokenRow, solve, type Truth, valueAt } from './solve.ts';
import { type Form, type Textbook, textbookOf, unitsColumn } from './textbook.ts';

const NOW = '2026-05-01T00:00:00Z';
const TOLERANCE = 1e-8;

/** What one attempt came to. */
export interface Verdict {
  /** Our status, `none` where there was neither a plan nor a proof. */
  readonly status: Decision['proof']['status'] | 'none';
  readonly engine: string;
  readonly truth: Truth['kind'];
  readonly ms: number;
  /** What is wrong with our answer; null where nothing is. */
  readonly wrong: string | null;
}

interface Objective {
  readonly form: Form;
  readonly constant: number;
}

/** The objectives in turn: the tiers, or their one weighted sum. */
function objectivesOf({ prices }: Question, { tiers }: Textbook): readonly Objective[] {
  if (prices === null) return tiers;
  const form = new Map<string, number>();
  let constant = 0;
  for (const [tier, price] of prices.entries()) {
    constant += price * tiers[tier]!.constant;
    for (const [name, by] of tiers[tier]!.form) form.set(name, (form.get(name) ?? 0) + price * by);
  }
  return [{ form, constant }];
}

/** Our plan as a point of the textbook program: units as it says, every other column as they make it. */
function pointOf(question: Question, textbook: Textbook, decision: Decision): Map<string, number> {
  const { lines, packages, supplies, cells, groups } = question;
  const places = [...new Set(packages.map(({ locationCode }) => locationCode))];
  const point = new Map<string, number>();
  const raise = (name: string) => point.set(name, 1);
  const taken = (line: number) => cells.filter((cell) => cell.line === line);
  for (const { fulfillmentLocationCode, futureDate, allocations } of decision.children) {
    for (const { lineId, quantity } of allocations) {
      const cell = cells.find(({ line, supply }) => {
        const { locationCode, day } = packages[supplies[supply]!.package]!;
        return (
          lines[line]!.lineId === lineId && locationCode === fulfillmentLocationCode && day === futureDate
        );
      });
      if (cell === undefined)
        throw new Error(`line ${lineId} may take nothing from ${fulfillmentLocationCode}`);
      const at = supplies[cell.supply]!.package;
      const place = places.indexOf(fulfillmentLocationCode ?? '');
      point.set(unitsColumn(cell), quantity + (point.get(unitsColumn(cell)) ?? 0));
      for (const name of [`y${at}`, `o${place}`, `v${cell.line}_${place}`])
        if (textbook.columns.has(name)) raise(name);
    }
  }
  const unitsOf = (line: number, at?: number) =>
    taken(line)
      .filter(({ supply }) => at === undefined || supplies[supply]!.package === at)
      .reduce((sum, cell) => sum + (point.get(unitsColumn(cell)) ?? 0), 0);
  lines.forEach(({ quantity, group }, line) => {
    const name = group === null ? `z${line}` : `z_${[...groups.keys()].indexOf(group)}`;
    if (textbook.columns.has(name) && unitsOf(line) === quantity) raise(name);
  });
  [...groups.values()].forEach(({ lines: [first] }, group) => {
    // Kits are what the first line's units make; rows say whether the others agree.
    const kits = textbook.columns.get(`n${group}`) ?? textbook.columns.get(`n${group}_0`) ?? 0;
    const perKit = lines[first!]!.quantity / kits;
    if (textbook.columns.has(`n${group}`)) point.set(`n${group}`, unitsOf(first!) / perKit);
    packages.forEach((_, at) => {
      if (textbook.columns.has(`n${group}_${at}`)) point.set(`n${group}_${at}`, unitsOf(first!, at) / perKit);
    });
  });
  return point;
}

const isLess = (a: number, b: number) => a < b - TOLERANCE * Math.max(1, Math.abs(a), Math.abs(b));

/** What contradicts our objective's values and bounds; null where nothing does. */
function contradiction(decision: Decision, truth: Truth, values: readonly number[]): string | null {
  const { status } = decision.proof;
  if (status === 'infeasible') {
    return truth.kind === 'optimal' ? `infeasible, but there is a plan: ${truth.values.join(', ')}` : null;
  }
  for (const [tier, value] of values.entries()) {
    const { tier: name, value: said, bound } = decision.objective[tier]!;
    if (isLess(said, value) || isLess(value, said))
      return `${name}: it says ${said}, the plan is worth ${value}`;
    if (bound !== null && isLess(said, bound)) return `${name}: bound ${bound} above the own value ${said}`;
  }
  if (truth.kind === 'infeasible') return 'a plan where the oracle finds none';
  if (truth.kind === 'unsure') return null;
  for (const [tier, best] of truth.values.entries()) {
    const { tier: name, value, bound } = decision.objective[tier]!;
    if (isLess(value, best)) return `${name}: ${value} is below the optimum ${best}`;
    if (bound !== null && isLess(best, bound))
      return `${name}: the bound ${bound} is above the optimum ${best}`;
    if (isLess(best, value))
      return status === 'optimal' ? `${name}: optimal at ${value}, but ${best} is` : null;
  }
  return null;
}

/** Answers an attempt as we do, and as the textbook program written from the request itself says. */
export async function judge(
  request: OptimizeRequestInput,
  engine: Engine,
  limits: { readonly oursMs: number; readonly oracleMs: number },
): Promise<Verdict> {
  const asked = { ...request, limits: { timeLimitMs: limits.oursMs }, explain: 'none' as const };
  const attempt = takeAttempt(parseInput(OptimizeRequest, asked), NOW);
  const startedAt = performance.now();
  let decision: Decision | null = null;
  let failure: string | null = null;
  try {
    decision = await optimize(attempt, engine);
  } catch (thrown) {
    if (!(thrown instanceof NothingProvenError)) failure = String(thrown);
  }
  const ms = performance.now() - startedAt;
  const question = questionOf(request);
  const textbook = textbookOf(question);
  const objectives = objectivesOf(question, textbook);
  const truth = await solve(textbook, objectives, limits.oracleMs);
  return {
    status: decision?.proof.status ?? 'none',
    engine: decision?.proof.engine ?? 'none',
    truth: truth.kind,
    ms,
    wrong: failure ?? wrongOf(),
  };

  function wrongOf(): string | null {
    if (decision === null) return null;
    if (decision.proof.status === 'infeasible') return contradiction(decision, truth, []);
    const point = pointOf(question, textbook, decision);
    const broken = brokenRow(textbook, point);
    if (broken !== null) return `the plan breaks ${broken}`;
    const values = objectives.map(({ form, constant }) => valueAt(form, point) + constant);
    return contradiction(decision, truth, values);
  }
}
