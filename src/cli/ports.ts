import type { Decision } from '../domain/decision.ts';
import type { OptimizeRequest } from '../domain/optimize-request.ts';
import type { WaveAnswer } from '../domain/wave/answer.ts';
import type { WaveRequest } from '../domain/wave/request.ts';
import type { Discrepancy } from '../release/ports/store.ts';

/** The variables of `docs/configuration.md`. */
type Environment = Readonly<Record<string, string | undefined>>;

/** What the commands need from outside; `app` chooses each. */
export interface ProgramPorts {
  readonly version: string;
  /** The clock's instant, ISO 8601. */
  readonly now: () => string;
  /** Decides one release attempt in this thread. @throws as the library's `optimize` does */
  readonly optimize: (request: OptimizeRequest) => Promise<Decision>;
  /** Decides a wave in this thread. @throws as the library's `optimizeWave` does */
  readonly optimizeWave: (request: WaveRequest) => Promise<WaveAnswer>;
  /** Runs the service until it is told to stop. @returns the exit code */
  readonly serve: (environment: Environment) => Promise<number>;
  /** Works on the jobs of the configured Postgres until it is told to stop. @returns the exit code */
  readonly work: (environment: Environment) => Promise<number>;
  /** Where counters of the configured database differ from what the ledger says they are. */
  readonly examine: (environment: Environment) => Promise<readonly Discrepancy[]>;
  /** The environment variables, their defaults and what they mean, for the help of `serve`. */
  readonly variables: Readonly<Record<string, { readonly defaultText: string; readonly meaning: string }>>;
}
