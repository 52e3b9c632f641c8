import type { FastifyBaseLogger } from 'fastify';
import type { ReleasePorts } from '../release/service-ports.ts';
import type { Engine } from '../solver/engine.ts';
import type { ServiceState } from './service-state.ts';

/** What the app needs from outside. */
export interface AppPorts {
  readonly engine: Engine;
  /** The clock's instant, ISO 8601. */
  readonly now: () => string;
  /** A new unique id for a request that brings none. */
  readonly newRequestId: () => string;
  readonly state: ServiceState;
  readonly log: FastifyBaseLogger;
  readonly bodyLimitBytes: number;
  /** The release system; left out, the app only has what needs no store. */
  readonly release?: ReleasePorts;
  /** The version that the documentation states. */
  readonly version: string;
}
