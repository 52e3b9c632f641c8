import { optimize } from '../../src/attempt/optimize.ts';
import type { SiteId } from '../../src/domain/ids.ts';
import { takeAttempt } from '../../src/input/take-attempt.ts';
import { maintainSite, releaseWork } from '../../src/release/maintenance.ts';
import { createSandboxGateway } from '../../src/release/payment/gateways/sandbox.ts';
import type { Store } from '../../src/release/ports/store.ts';
import type { ReleasePorts } from '../../src/release/service-ports.ts';
import { workOffTriggers } from '../../src/scheduling/triggers.ts';
import { TestClock } from '../clock.ts';
import { testService } from '../http/service.ts';
import { decideWaveHere } from '../release/service/decide-wave.ts';
import { engine } from './engine.ts';
import { faultsOf, type LawSite, type Method } from './site.ts';

let sites = 0;

/** A site in this process: its jobs run when they are told to, so that a sequence is the same whenever it is drawn. */
export class SiteInProcess implements LawSite {
  readonly #ports: ReleasePorts;

  private constructor(
    readonly siteId: string,
    readonly clock: TestClock,
    readonly ports: ReleasePorts,
    readonly service: Awaited<ReturnType<typeof testService>>,
  ) {
    this.#ports = ports;
  }

  static async on(store: Store): Promise<SiteInProcess> {
    sites += 1;
    const siteId = `laws-${process.pid}-${sites}`;
    const clock = new TestClock('2026-05-01T09:00:00.000Z');
    let ids = 0;
    const ports: ReleasePorts = {
      store,
      gateway: createSandboxGateway(),
      decide: async (request) => optimize(takeAttempt(request, clock.now()), engine),
      decideWave: decideWaveHere(engine, clock.now),
      now: clock.now,
      wait: clock.wait,
      newId: () => `${siteId}-${++ids}`,
      attemptTimeLimitMs: 5000,
    };
    const service = await testService({ release: ports, now: clock.now });
    return new SiteInProcess(siteId, clock, ports, service);
  }

  now(): string {
    return this.clock.now();
  }

  async send(method: Method, url: string, body?: object, key?: string) {
    const reply = await this.service.app.inject({
      method,
      url,
      headers: {
        'x-site': this.siteId,
        ...(key !== undefined && { 'idempotency-key': key }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { payload: JSON.stringify(body) }),
    });
    if (reply.statusCode >= 500) throw new Error(`${method} ${url}: ${reply.statusCode} ${reply.body}`);
    return { status: reply.statusCode, body: reply.json() };
  }

  async settle(): Promise<void> {
    await workOffTriggers({ ...this.#ports, work: releaseWork(this.#ports) });
  }

  async moveTo(instant: string): Promise<void> {
    this.clock.set(instant);
  }

  beginDay(): Promise<void> {
    return maintainSite(this.#ports, this.siteId as SiteId);
  }

  async end(): Promise<void> {}

  async halt(): Promise<void> {}

  look(look: () => Promise<readonly string[]>): Promise<readonly string[]> {
    return look();
  }

  faults(): Promise<readonly string[]> {
    return faultsOf(this.#ports.store, this.siteId);
  }

  close(): Promise<unknown> {
    return this.service.app.close();
  }
}
