import type { Covering } from './covering.ts';

export const UNDECIDED = 0;
const OPEN = 1;
const CLOSED = 2;

/** Which candidates are open and closed at a node, and what is left of the demands. Each change updates the sums. */
export class CoverState {
  readonly covering: Covering;
  /** {@link UNDECIDED}, {@link OPEN} or {@link CLOSED}, one a candidate. */
  readonly status: Uint8Array;
  /** Units of each demand that the open candidates do not cover; zero or less when it is covered. */
  readonly residual: Float64Array;
  /** By how many units the open and the undecided candidates together exceed each demand. */
  readonly slack: Float64Array;
  /** How many demands the open candidates do not cover. */
  uncovered: number;
  opened = 0;
  /** Σ fixedCost of the open candidates. */
  cost = 0;

  constructor(covering: Covering) {
    const { demand, demandOf, amount, fixedCost } = covering;
    this.covering = covering;
    this.status = new Uint8Array(fixedCost.length);
    this.residual = demand.slice();
    this.slack = demand.map((units) => -units);
    for (let e = 0; e < demandOf.length; e++) this.slack[demandOf[e]!]! += amount[e]!;
    this.uncovered = demand.length;
  }

  /** True when open and undecided candidates together cover every demand. */
  isCoverable(): boolean {
    return this.slack.every((units) => units >= 0);
  }

  open(k: number): void {
    const { starts, demandOf, amount, fixedCost } = this.covering;
    this.status[k] = OPEN;
    this.opened++;
    this.cost += fixedCost[k]!;
    for (let e = starts[k]!; e < starts[k + 1]!; e++) {
      const p = demandOf[e]!;
      const before = this.residual[p]!;
      this.residual[p] = before - amount[e]!;
      if (before > 0 && before <= amount[e]!) this.uncovered--;
    }
  }

  undoOpen(k: number): void {
    const { starts, demandOf, amount, fixedCost } = this.covering;
    this.status[k] = UNDECIDED;
    this.opened--;
    this.cost -= fixedCost[k]!;
    for (let e = starts[k]!; e < starts[k + 1]!; e++) {
      const p = demandOf[e]!;
      const after = this.residual[p]! + amount[e]!;
      if (this.residual[p]! <= 0 && after > 0) this.uncovered++;
      this.residual[p] = after;
    }
  }

  /** @returns false when some demand can no longer be covered; the candidate is closed in either case */
  close(k: number): boolean {
    const { starts, demandOf, amount } = this.covering;
    this.status[k] = CLOSED;
    let coverable = true;
    for (let e = starts[k]!; e < starts[k + 1]!; e++) {
      const p = demandOf[e]!;
      const left = this.slack[p]! - amount[e]!;
      this.slack[p] = left;
      if (left < 0) coverable = false;
    }
    return coverable;
  }

  undoClose(k: number): void {
    const { starts, demandOf, amount } = this.covering;
    this.status[k] = UNDECIDED;
    for (let e = starts[k]!; e < starts[k + 1]!; e++) this.slack[demandOf[e]!]! += amount[e]!;
  }

  /** The open candidates as 0/1, one a candidate. */
  chosen(): Uint8Array {
    return this.status.map((status) => (status === OPEN ? 1 : 0));
  }
}
