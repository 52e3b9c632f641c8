import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { verify } from '../../src/decision/verify/verify.ts';
import type { Decision } from '../../src/domain/decision.ts';
import type { OptimizeRequestInput } from '../../src/domain/optimize-request.ts';
import { snapshotOf } from '../arbitraries/snapshot-of.ts';
import { planOf } from '../decision/verify/plans.ts';
import { attempt } from '../properties/attempts.ts';

/** A named case: what is asked, and what the answer must be. */
interface Case {
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

const files = readdirSync(folder).filter((name) => name.endsWith('.json'));

const readCase = (file: string): Case => JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Case;

/** How a claim is written as a file's name. */
const fileNameOf = (claim: string) => `${claim.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}.json`;

describe('cases', () => {
  test.each(files.map((file) => [readCase(file).claim, file] as const))('%s', async (_claim, file) => {
    const { request, expect: expected } = readCase(file);
    const reply = await attempt(request);
    expect(reply.children).toEqual(expected.children);
    expect(reply.decision).toBe(expected.decision);
    expect(reply.shipmentStatus).toBe(expected.shipmentStatus);
    expect(reply.remainder).toEqual(expected.remainder ?? []);
    const isHeldWhole = reply.decision === 'held' && (request.settings?.partialRelease ?? 'none') === 'none';
    expect(reply.proof.status).toBe(isHeldWhole ? 'infeasible' : 'optimal');
    if (expected.objective !== undefined) {
      expect(reply.objective.map(({ tier, value }) => [tier, value])).toEqual(
        Object.entries(expected.objective),
      );
    }
    if (isHeldWhole) expect(reply.objective).toEqual([]);
    if (expected.hold === undefined) {
      expect(reply.hold).toBeNull();
      return;
    }
    const { lines, ...rest } = expected.hold;
    expect(reply.hold).toMatchObject(rest);
    expect(reply.hold?.lines.map(({ lineId }) => lineId)).toEqual(lines.map((line) => line.lineId));
    expect(reply.hold?.lines).toMatchObject(lines);
  });

  test.each(files)('%s: the checker accepts what the case expects', (file) => {
    const { request, expect: expected } = readCase(file);
    const { children, decision, shipmentStatus, remainder } = expected;
    const plan = planOf({ shipmentNumber: 1001, children, decision, shipmentStatus, remainder });
    expect(verify(snapshotOf(request), plan).violations).toEqual([]);
  });

  test('each file is named by its claim', () => {
    expect(files).toEqual(files.map((file) => fileNameOf(readCase(file).claim)));
  });

  test('every example of the document is among them', () => {
    expect(files.filter((file) => file.startsWith('document-'))).toHaveLength(6);
  });
});
