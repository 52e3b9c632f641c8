import type { Engine } from '../../../src/solver/engine.ts';

export declare const enumerating: Engine;
