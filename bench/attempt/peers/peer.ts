import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Program } from '../../../src/program/program.ts';
import type { Outcome } from '../../../src/solver/outcome.ts';
import { isCbcInstalled } from './cbc.ts';
import type { PeerReply, PeerTask } from './peer-process.ts';

/** What a peer made of one program. */
export interface PeerAnswer {
  /** Milliseconds inside the solver; the limit where it was stopped or broke. */
  readonly ms: number;
  /** What it claims to have proven, or null. */
  readonly claim: Pick<Outcome, 'termination' | 'point'> | null;
  /** Why it proved nothing; empty where it did. */
  readonly trouble: string;
}

interface PeerKind {
  readonly name: string;
  /** Whether it keeps a time limit itself; one that does not is killed. */
  readonly stops: boolean;
  /** False for one that our own reductions help: it is shown, and is nobody's best peer. */
  readonly counts: boolean;
}

const KINDS: readonly PeerKind[] = [
  { name: 'javascript-lp-solver', stops: false, counts: true },
  { name: 'yalps', stops: false, counts: true },
  { name: 'highs', stops: true, counts: true },
  { name: 'cbc', stops: true, counts: true },
  { name: 'highs, helped', stops: true, counts: false },
];

/** What one that keeps its limit may take beyond it, for what our code does between its calls. */
const GRACE_MS = { stops: 20_000, doesNotStop: 500 };
const MOST_HEAP_MB = 2_048;
const WARM_UP_LIMIT_MS = 500;
/** Programs with which a new process is warmed up in the middle of a class. */
const WARM_UP_AGAIN = 3;

/**
 * A general solver on the textbook program, alone in a process: nothing else ends javascript-lp-solver for certain,
 * and no peer's memory or garbage weighs on ours. One task at a time.
 */
export class Peer {
  readonly #kind: PeerKind;
  #child: ChildProcess | null = null;
  #warmUpPrograms: readonly Program[] = [];
  #note = '';

  constructor(kind: PeerKind) {
    this.#kind = kind;
  }

  get name(): string {
    return this.#kind.name;
  }

  get counts(): boolean {
    return this.#kind.counts;
  }

  get stops(): boolean {
    return this.#kind.stops;
  }

  /** What its process said of itself when it started. */
  get note(): string {
    return this.#note;
  }

  /** Starts the process where there is none. @throws Error when it does not start */
  async start(): Promise<void> {
    if (this.#child !== null) return;
    const child = fork(fileURLToPath(new URL('./peer-process.js', import.meta.url)), [this.name], {
      serialization: 'advanced',
      execArgv: [`--max-old-space-size=${MOST_HEAP_MB}`],
    });
    const reply = await replyOf(child, null);
    if (reply?.kind !== 'ready') throw new Error(`${this.name} did not start`);
    this.#child = child;
    this.#note = reply.note;
  }

  /**
   * Has its process solve other programs of a class for a while, the smallest first; and some of them again whenever
   * its process is new.
   */
  async warmUpWith(programs: readonly Program[], forMs: number): Promise<void> {
    this.#warmUpPrograms = programs.slice(0, WARM_UP_AGAIN);
    await this.#warmUp(programs, forMs);
  }

  /** Solves one program; what is not proven within the limit counts as the limit. */
  async solve(program: Program, timeLimitMs: number): Promise<PeerAnswer> {
    if (this.#child === null) await this.#warmUp(this.#warmUpPrograms, WARM_UP_LIMIT_MS);
    return this.#ask(program, timeLimitMs);
  }

  close(): void {
    this.#child?.kill('SIGTERM');
    this.#child = null;
  }

  /** What it had to be killed for is not tried again: a process that is new and cold is what remains then. */
  async #warmUp(programs: readonly Program[], forMs: number): Promise<void> {
    await this.start();
    const until = performance.now() + forMs;
    for (let at = 0; programs.length > 0 && performance.now() < until; at++) {
      await this.#ask(programs[at % programs.length]!, WARM_UP_LIMIT_MS);
      if (this.#child !== null) continue;
      await this.start();
      return;
    }
  }

  async #ask(program: Program, timeLimitMs: number): Promise<PeerAnswer> {
    const unproven = (trouble: string): PeerAnswer => ({ ms: timeLimitMs, claim: null, trouble });
    const task: PeerTask = { program, timeLimitMs };
    this.#child!.send(task);
    const grace = this.stops ? GRACE_MS.stops : GRACE_MS.doesNotStop;
    const reply = await replyOf(this.#child!, timeLimitMs + grace);
    if (reply === null) {
      this.close();
      return unproven('killed, or ended by itself');
    }
    if (reply.kind !== 'answer') return unproven(reply.kind === 'broken' ? reply.message : reply.kind);
    const { outcome, ms } = reply;
    if (ms > timeLimitMs) return unproven('past the limit');
    if (outcome.termination !== 'optimal' && outcome.termination !== 'infeasible') {
      return unproven(`${outcome.termination}: ${outcome.reason}`);
    }
    return { ms, claim: outcome, trouble: '' };
  }
}

/** The next message of a process, or null when it ends or the time is over. */
function replyOf(child: ChildProcess, timeLimitMs: number | null): Promise<PeerReply | null> {
  return new Promise((resolve) => {
    const settle = (reply: PeerReply | null) => {
      clearTimeout(timer);
      child.off('message', onMessage);
      child.off('exit', onExit);
      resolve(reply);
    };
    const onMessage = (message: unknown) => settle(message as PeerReply);
    const onExit = () => settle(null);
    const timer = timeLimitMs === null ? undefined : setTimeout(() => settle(null), timeLimitMs);
    child.once('message', onMessage);
    child.once('exit', onExit);
  });
}

/**
 * The peers that are there, or those of them that are named.
 *
 * @throws Error for a name that no peer has
 */
export function openPeers(names: readonly string[] | null): Peer[] {
  const unknown = (names ?? []).find((name) => !KINDS.some((kind) => kind.name === name));
  if (unknown !== undefined) throw new Error(`no peer is called ${unknown}`);
  return KINDS.filter(({ name }) => names === null || names.includes(name)).flatMap((kind) => {
    if (kind.name !== 'cbc' || isCbcInstalled()) return [new Peer(kind)];
    console.log('cbc: skipped, it is not installed (Debian: coinor-cbc)');
    return [];
  });
}
