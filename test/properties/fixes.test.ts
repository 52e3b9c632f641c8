import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { requestWith } from '../arbitraries/request.ts';
import { runs } from '../arbitraries/runs.ts';
import { applied, smaller } from './changed-by-fix.ts';
import { isReleased, lexicographic, onHeld } from './changed-requests.ts';

describe('a fix', () => {
  test.each(['none', 'line', 'quantity'] as const)(
    'releases the shipment, and nothing smaller of its kind does, with partial release %s',
    async (partialRelease) => {
      const claim = onHeld(
        requestWith('small', { ...lexicographic, partialRelease }),
        async (request, hold) => {
          for (const fix of hold.fixes) {
            expect(await isReleased(applied(request, fix)), JSON.stringify(fix)).toBe(true);
            for (const less of smaller(fix)) {
              expect(await isReleased(applied(request, less)), `${JSON.stringify(less)} does as well`).toBe(
                false,
              );
            }
          }
        },
      );
      await fc.assert(claim, runs(0.7));
    },
  );
});
