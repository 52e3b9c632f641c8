import type { Logger } from 'pino';
import type { Attempt } from '../domain/attempt.ts';
import type { Decision } from '../domain/decision.ts';
import type { WaveAnswer } from '../domain/wave/answer.ts';
import type { WaveSnapshot } from '../domain/wave/snapshot.ts';
import { takeAttempt } from '../input/take-attempt.ts';
import { takeWave } from '../input/take-wave.ts';
import { releaseWork } from '../release/maintenance.ts';
import { signedPost } from '../release/outbound/signed-post.ts';
import type { PaymentGateway } from '../release/payment/gateway.ts';
import { createHttpGateway } from '../release/payment/gateways/http.ts';
import { createSandboxGateway } from '../release/payment/gateways/sandbox.ts';
import { createStripeGateway } from '../release/payment/gateways/stripe.ts';
import type { Clock } from '../release/ports/clock.ts';
import type { ReleasePorts } from '../release/service-ports.ts';
import { type Jobs, startJobs } from '../scheduling/jobs.ts';
import { wakingStore } from '../scheduling/waking-store.ts';
import { type OpenStore, openStore } from '../store/open-store.ts';
import { type Config, IN_MEMORY } from './config.ts';

/** What the release system is handed by whoever picks clock, ids and solvers. */
export interface ReleaseSystemParts extends Clock {
  /** Decides attempts, and many shipments together; what is long takes no time of this thread. */
  readonly answers: {
    decideAttempt(attempt: Attempt): Promise<Decision>;
    decideWave(wave: WaveSnapshot): Promise<WaveAnswer>;
  };
  readonly newId: () => string;
  readonly log: Logger;
}

/** A running release system: its store, its jobs, and what its services need. */
export interface ReleaseSystem {
  readonly ports: ReleasePorts;
  /** Lets jobs end, up to `graceMs`, and closes the store. */
  stop(graceMs: number): Promise<void>;
}

/**
 * Opens the database that the configuration names.
 *
 * @param onlyExisting wants the schema to be there, and leaves it as it is
 * @throws StoreError `STORE_AWAY`; Error where it cannot be used
 */
export function openConfiguredStore(
  config: Config,
  { now, log }: Pick<ReleaseSystemParts, 'now' | 'log'>,
  onlyExisting = false,
): Promise<OpenStore> {
  return openStore({
    databaseUrl: config.databaseUrl ?? null,
    dataDir: config.dataDir === IN_MEMORY ? null : config.dataDir,
    connections: config.databaseConnections,
    limits: {
      statementMs: config.databaseStatementTimeoutMs,
      lockMs: config.databaseLockTimeoutMs,
      idleInTransactionMs: config.databaseIdleTimeoutMs,
    },
    now,
    onConnectionError: (err) => log.error({ err }, 'a connection to the database broke'),
    onlyExisting,
  });
}

function gatewayOf(config: Config, now: () => string): PaymentGateway {
  const { paymentGateway, paymentUrl = '', paymentSecret = '', paymentTimeoutMs: timeoutMs } = config;
  switch (paymentGateway) {
    case 'sandbox':
      return createSandboxGateway();
    case 'stripe':
      return createStripeGateway({ apiKey: paymentSecret, timeoutMs });
    case 'http':
      return createHttpGateway({ url: paymentUrl, secret: paymentSecret, timeoutMs, now });
  }
}

/**
 * Starts the jobs on an open store, which is closed if they cannot be started.
 *
 * @throws StoreError `STORE_AWAY` when the database has gone away
 */
export async function startReleaseSystem(
  { store: opened, executeSql }: OpenStore,
  config: Config,
  { answers, now, wait, newId, log }: ReleaseSystemParts,
): Promise<ReleaseSystem> {
  // Before the jobs have started nobody can be woken; their first look finds what came until then.
  const running: { jobs?: Jobs } = {};
  const store = wakingStore(opened, (what) => running.jobs?.wake(what));
  const ports: ReleasePorts = {
    store,
    decide: async (request) => answers.decideAttempt(takeAttempt(request, now())),
    decideWave: async (request) => answers.decideWave(takeWave(request, now())),
    gateway: gatewayOf(config, now),
    now,
    wait,
    newId,
    log,
    attemptTimeLimitMs: config.attemptTimeLimitMs,
  };
  try {
    running.jobs = await startJobs({
      store,
      executeSql,
      now,
      wait,
      log,
      post: signedPost,
      work: releaseWork(ports),
    });
  } catch (error) {
    await opened.close();
    throw error;
  }
  return {
    ports,
    async stop(graceMs) {
      await running.jobs?.stop(graceMs);
      await opened.close();
    },
  };
}
