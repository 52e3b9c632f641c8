/** Gaps that are waited for, as parts of the bound. */
export const GAPS = [0.01, 0.005, 0.0005];

/** What a solver knew when: processor time until each gap, and the last value and bound. */
export class Followed {
  readonly #start = process.cpuUsage();
  #value = 0;
  #bound = Number.POSITIVE_INFINITY;
  readonly #reached: (number | null)[] = GAPS.map(() => null);

  /** Milliseconds of this process' processor since the start. */
  get ms(): number {
    const { user, system } = process.cpuUsage(this.#start);
    return (user + system) / 1000;
  }

  get gap(): number {
    return (this.#bound - this.#value) / this.#bound;
  }

  /** @param bound of whole values: what lies above the next whole number below it does not count */
  tell(value: number, bound: number): void {
    if (Number.isFinite(value)) this.#value = Math.max(this.#value, value);
    if (Number.isFinite(bound)) this.#bound = Math.min(this.#bound, Math.floor(bound + 1e-6));
    GAPS.forEach((gap, at) => {
      if (this.#reached[at] === null && this.gap <= gap) this.#reached[at] = this.ms;
    });
  }

  get figures() {
    return { value: this.#value, bound: this.#bound, gap: this.gap, reached: this.#reached, ms: this.ms };
  }
}
