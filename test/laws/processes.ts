import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { startProcess } from '../http/service-process.ts';
import type { End } from './site.ts';

const PROGRAM = fileURLToPath(new URL('process.mjs', import.meta.url));

/** Longest time in which a process begins to answer, or ends, on a busy machine. */
const PATIENCE_MS = 60_000;

/** Time in which others take over from one that stands still. */
const HALT_MS = 300;

type Kind = 'server' | 'worker';
type Started = ReturnType<typeof startProcess>;

interface Member {
  readonly kind: Kind;
  readonly running: Started;
  /** Where it answers; null for a worker. */
  readonly url: string | null;
}

/** Processes on one database, whose clocks are moved together. */
export class Processes {
  #members: Member[] = [];
  #aheadMs = Date.parse('2026-05-01T09:00:00.000Z') - Date.now();
  #turn = 0;

  private constructor(readonly environment: Readonly<Record<string, string>>) {}

  static async start(
    environment: Readonly<Record<string, string>>,
    kinds: readonly Kind[],
  ): Promise<Processes> {
    const processes = new Processes(environment);
    // One after another: the first makes the schema.
    for (const kind of kinds) processes.#members.push(await processes.#start(kind));
    return processes;
  }

  now(): string {
    return new Date(Date.now() + this.#aheadMs).toISOString();
  }

  async #start(kind: Kind): Promise<Member> {
    const environment = { ...this.environment, AHEAD_MS: String(this.#aheadMs), LOG_LEVEL: 'info' };
    const running = startProcess(environment, { file: PROGRAM, given: [kind] });
    const line = await running.logged(kind === 'server' ? 'ready' : 'working');
    return { kind, running, url: kind === 'server' ? String(line.url) : null };
  }

  /** Moves all clocks to an instant, which must not lie behind. */
  async moveTo(instant: string): Promise<void> {
    await this.#setAhead(this.#aheadMs + Math.max(0, Date.parse(instant) - Date.parse(this.now())));
  }

  async advance(ms: number): Promise<void> {
    await this.#setAhead(this.#aheadMs + ms);
  }

  async #setAhead(aheadMs: number): Promise<void> {
    this.#aheadMs = aheadMs;
    const told = this.#members.map(async ({ running: { child } }) => {
      const answered = once(child, 'message', { signal: AbortSignal.timeout(PATIENCE_MS) });
      child.send({ aheadMs });
      await answered;
    });
    await Promise.all(told);
  }

  /**
   * Ends the member that a number points at, and starts one of its kind in its place.
   *
   * @param meanwhile done while it is not there
   */
  async end(draw: number, how: End, meanwhile: () => Promise<unknown> = async () => {}): Promise<void> {
    const member = this.#members[draw % this.#members.length]!;
    this.#members = this.#members.filter((each) => each !== member);
    member.running.child.kill(how);
    const ended = await member.running.exit;
    if (how === 'SIGTERM' && ended !== 0)
      throw new Error(`a ${member.kind} that was told to stop ended with ${ended}`);
    await meanwhile();
    this.#members.push(await this.#start(member.kind));
  }

  /**
   * Stops the member that a number points at, moves the others' clocks on, and lets it go on a moment later: it then
   * knows nothing of what was done meanwhile. Nothing where it is the only one.
   */
  async halt(draw: number, aheadMs: number): Promise<void> {
    if (this.#members.length === 1) return;
    const member = this.#members[draw % this.#members.length]!;
    const others = this.#members.filter((each) => each !== member);
    this.#members = others;
    member.running.child.kill('SIGSTOP');
    await this.advance(aheadMs);
    await sleep(HALT_MS);
    member.running.child.kill('SIGCONT');
    this.#members = [...others, member];
    await this.advance(0);
  }

  /** Where the next request goes: servers take turns; null while there is none. */
  #nextUrl(): string | null {
    const urls = this.#members.flatMap(({ url }) => (url === null ? [] : [url]));
    this.#turn += 1;
    return urls[this.#turn % urls.length] ?? null;
  }

  /** Sends a request, and the same one again, with the same key, until it is answered. */
  async send(
    method: string,
    path: string,
    headers: Record<string, string>,
    body?: object,
    named: string = randomUUID(),
  ) {
    const key: Record<string, string> = method === 'GET' ? {} : { 'idempotency-key': named };
    const endsAt = performance.now() + PATIENCE_MS;
    for (;;) {
      const url = this.#nextUrl();
      try {
        if (url === null) throw new Error('no server is there');
        const reply = await fetch(url + path, {
          method,
          signal: AbortSignal.timeout(PATIENCE_MS),
          headers: { ...headers, ...key, ...(body !== undefined && { 'content-type': 'application/json' }) },
          ...(body !== undefined && { body: JSON.stringify(body) }),
        });
        // The body may be cut off where its head came.
        return { status: reply.status, text: await reply.text() };
      } catch (error) {
        if (performance.now() > endsAt) throw error;
        await sleep(50);
      }
    }
  }

  /** Lines of the logs of those that run which tell of trouble. */
  get complaints(): string[] {
    return this.#members.flatMap(({ running: { lines } }) =>
      lines.filter(({ level }) => Number(level) >= 50).map((line) => JSON.stringify(line)),
    );
  }

  async stop(): Promise<void> {
    const members = this.#members.splice(0);
    for (const { running } of members) running.child.kill('SIGKILL');
    await Promise.all(members.map(({ running }) => running.exit));
  }
}
