import type { FastifyBaseLogger } from 'fastify';
import type { ReleasePorts } from '../release/service-ports.ts';
import type { BodyPieces } from './json-body.ts';
import type { RequestFacts } from './request-log.ts';
import type { ServiceState } from './service-state.ts';

/** A body as it came, and when. */
export interface Asked {
  /** The JSON text, in pieces; they are the port's from here on. */
  readonly body: BodyPieces;
  /** The clock's instant, ISO 8601; used where the request has no `asOf`. */
  readonly now: string;
}

/** A reply as it goes. */
export interface Answered {
  /** What the log says of it. */
  readonly facts: RequestFacts;
  /** JSON, UTF-8 where it is bytes. */
  readonly body: Uint8Array | string;
}

/**
 * What the routes ask, from bytes to bytes, so that nobody here has to read what is long. Neither may hold up this
 * thread for more than a moment. What goes wrong is thrown, as `classify.ts` knows it.
 */
export interface Answers {
  /** Decides one release attempt. */
  readonly decide: (asked: Asked) => Promise<Answered> | Answered;
  /** Checks anyone's plan. */
  readonly verify: (asked: Asked) => Promise<Answered> | Answered;
  /** Decides a wave. */
  readonly wave: (asked: Asked) => Promise<Answered> | Answered;
  /** Does, before anybody asks, what the first to ask would have to wait for. */
  readonly warmUp: () => Promise<void>;
  /** Why no solver can be asked, though they passed their check at the start; null while at least one can. */
  readonly trouble: () => string | null;
}

/** What the app needs from outside. */
export interface AppPorts {
  readonly answers: Answers;
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
