/** Where the process stands: solvers not checked yet, serving, or told to stop. */
export type Phase = 'starting' | 'ready' | 'draining';

/** What the process knows of itself; one per process, changed by the server, read by the routes. */
export class ServiceState {
  #phase: Phase = 'starting';
  #invariantsBroken = 0;
  readonly #stopped = new AbortController();

  /** Aborted once the process is told to stop. */
  get stopped(): AbortSignal {
    return this.#stopped.signal;
  }

  get phase(): Phase {
    return this.#phase;
  }

  /** How many plans of our own the checker has refused since the start. */
  get invariantsBroken(): number {
    return this.#invariantsBroken;
  }

  /** The solvers passed their check. Does nothing once draining. */
  becomeReady(): void {
    if (this.#phase === 'starting') this.#phase = 'ready';
  }

  /** Nothing new is taken from here on; there is no way back. */
  drain(): void {
    this.#phase = 'draining';
    this.#stopped.abort();
  }

  countBrokenInvariant(): void {
    this.#invariantsBroken += 1;
  }
}
