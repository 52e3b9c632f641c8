/**
 * What Piscina takes as an abort signal of one run, and no more than that. A signal of the platform with its controller,
 * its events and what watches over them takes a few microseconds and 1.5 KB a run, and of a thousand runs one is killed.
 */
export class KillSwitch {
  aborted = false;
  reason: Error | undefined;
  #listener: (() => void) | null = null;

  /** Piscina listens to `abort`, once, and nobody else does. */
  addEventListener(_name: 'abort', listener: () => void): void {
    this.#listener = listener;
  }

  removeEventListener(): void {
    this.#listener = null;
  }

  /** Ends the run with this error, whether it waits for a thread or has one. Later calls do nothing. */
  kill(error: Error): void {
    if (this.aborted) return;
    this.aborted = true;
    this.reason = error;
    this.#listener?.();
  }
}
