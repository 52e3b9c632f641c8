import { basename } from 'node:path';
import { describe, expect, test } from 'vitest';
import { verify } from '../../src/decision/verify/verify.ts';
import { snapshotOf } from '../arbitraries/snapshot-of.ts';
import { planOf } from '../decision/verify/plans.ts';
import { attempt } from '../properties/attempts.ts';
import { CASE_FILES, readCase } from './read-cases.ts';

/** How a claim is written as a file's name. */
const fileNameOf = (claim: string) => `${claim.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}.json`;

describe('cases', () => {
  test.each(CASE_FILES.map((file) => [readCase(file).claim, file] as const))('%s', async (_claim, file) => {
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

  test.each(CASE_FILES)('%s: the checker accepts what the case expects', (file) => {
    const { request, expect: expected } = readCase(file);
    const { children, decision, shipmentStatus, remainder } = expected;
    const plan = planOf({ shipmentNumber: 1001, children, decision, shipmentStatus, remainder });
    expect(verify(snapshotOf(request), plan).violations).toEqual([]);
  });

  test('each file is named by its claim', () => {
    expect(CASE_FILES.map((file) => basename(file))).toEqual(
      CASE_FILES.map((file) => fileNameOf(readCase(file).claim)),
    );
  });

  test('every example of the document is among them', () => {
    expect(CASE_FILES.filter((file) => file.startsWith('document/'))).toHaveLength(6);
  });
});
