import { setImmediate as nextTurn } from 'node:timers/promises';

/** Who asks for a moment of the thread that serves at the same time. */
export class Crowd {
  /** Those that came in this turn of the event loop, which ends when the promise does. */
  #turn: { count: number; readonly ends: Promise<void> } | null = null;
  /** The turn of the one who came last. */
  #line: Promise<void> = Promise.resolve();

  /**
   * Whether nobody else waits for this thread: waits until this turn of the event loop has shown who came with it. Those
   * that are on other threads do not wait for this one.
   */
  async isAlone(): Promise<boolean> {
    this.#turn ??= { count: 0, ends: nextTurn() };
    const turn = this.#turn;
    turn.count += 1;
    await turn.ends;
    if (this.#turn === turn) this.#turn = null;
    return turn.count === 1;
  }

  /** Waits for a turn of the event loop that nobody else of those who wait for one gets. */
  ownTurn(): Promise<void> {
    this.#line = this.#line.then(() => nextTurn());
    return this.#line;
  }
}
