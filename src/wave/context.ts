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
  /** Milliseconds of `now()` from which on nothing is improved any more. */
  readonly deadline: number;
  /** Milliseconds, from any moment on. */
  readonly now: () => number;
}

/** Lays a wave out. */
export function contextOf(wave: WaveSnapshot, engine: Engine, now: () => number): WaveContext {
  const deadline = now() + wave.timeLimitMs;
  const stock = compileStock(wave);
  const classes = new LineClasses(wave, stock);
  const wants = wantsOf(wave, classes);
  return { wave, stock, classes, wants, packages: new Packages(stock), engine, deadline, now };
}

/** What the wave's stock is to one of its shipments, by its place in the queue. */
export const attemptOf = ({ wave }: WaveContext, shipment: number) =>
  snapshotOf(wave, wave.shipments[shipment]!);
