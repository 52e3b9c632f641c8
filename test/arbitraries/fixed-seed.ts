import fc from 'fast-check';
import { SEED } from './runs.ts';

fc.configureGlobal({ seed: SEED });
