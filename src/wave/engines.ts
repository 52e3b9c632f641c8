import type { Engine } from '../solver/engine.ts';
import type { PackingEngine } from '../solver/packing/packing-engine.ts';

/** What a wave asks. */
export interface WaveEngines {
  /** Solves the attempts of shipments of which flows do not decide alone. */
  readonly attempt: Engine;
  /** Solves linear questions about who is released; made when it is first needed. */
  readonly packing: () => Promise<PackingEngine>;
}
