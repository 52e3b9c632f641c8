import { readdirSync, readFileSync } from 'node:fs';
import type { Decision } from '../../src/domain/decision.ts';
import type { OptimizeRequestInput } from '../../src/domain/optimize-request.ts';

/** A named case: what is asked, and what the answer must be. */
export interface Case {
  readonly claim: string;
  readonly request: OptimizeRequestInput;
  readonly expect: {
    readonly decision: Decision['decision'];
    readonly shipmentStatus: Decision['shipmentStatus'];
    /** Exactly these, in this order. */
    readonly children: readonly unknown[];
    /** Left out: nothing is left in backorder. */
    readonly remainder?: readonly unknown[];
    /** Values by tier, in order; left out: not looked at, but empty where a full release is held. */
    readonly objective?: Readonly<Record<string, number>>;
    readonly hold?: {
      readonly reason: string;
      /** Every line; of each only the fields that are given. */
      readonly lines: readonly Readonly<Record<string, unknown>>[];
      readonly earliestReleaseDate: string | null;
    };
  };
}

const folder = new URL('./', import.meta.url);

/** The files of all cases, as `subject/claim.json`, in the order of their names. */
export const CASE_FILES: readonly string[] = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.json'))
  .map((name) => name.replaceAll('\\', '/'))
  .sort();

/** Reads a file of {@link CASE_FILES}. */
export const readCase = (file: string): Case =>
  JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Case;
