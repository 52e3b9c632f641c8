import { snapshotOf, type WaveSnapshot } from '../domain/wave/snapshot.ts';
import type { Engine } from '../solver/engine.ts';
import { LineClasses } from './classes.ts';
import { compileStock, Packages, type WaveStock } from './stock.ts';
import { type ShipmentWants, wantsOf } from './wants.ts';

/** A wave laid out for deciding: what does not change whatever is decided. */
export interface WaveContext {
  readonly wave: WaveSnapshot;
  readonly stock: WaveStock;
  readonly classes: LineClasses;
  readonly wants: readonly ShipmentWants[];
  readonly packages: Packages;
  /** Solves the attempts of shipments of which flows do not decide alone. */
  readonly engine: Engine;
  /** Milliseconds, from any moment on. */
  readonly now: () => number;
  /** Milliseconds until nothing is improved any more; 0 from then on. */
  readonly leftMs: () => number;
  /** Ends the improving early. */
  readonly signal: AbortSignal | undefined;
}

/** What a caller may choose of a wave. */
export interface WaveOptions {
  /**
   * Milliseconds from any moment on, to keep the wave's time limit by.
   *
   * @defaultValue the clock of the process
   */
  readonly now?: () => number;
  /** Ends the improving early: the best so far is answered, as when the time is up. */
  readonly signal?: AbortSignal;
}

/** Lays a wave out. */
export function contextOf(
  wave: WaveSnapshot,
  engine: Engine,
  { now = () => performance.now(), signal }: WaveOptions = {},
): WaveContext {
  const deadline = now() + wave.timeLimitMs;
  const leftMs = () => (signal?.aborted === true ? 0 : Math.max(0, deadline - now()));
  const stock = compileStock(wave);
  const classes = new LineClasses(wave, stock);
  const wants = wantsOf(wave, classes);
  return { wave, stock, classes, wants, packages: new Packages(stock), engine, now, leftMs, signal };
}

/** What the wave's stock is to one of its shipments, by its place in the queue. */
export const attemptOf = ({ wave }: WaveContext, shipment: number) =>
  snapshotOf(wave, wave.shipments[shipment]!);
