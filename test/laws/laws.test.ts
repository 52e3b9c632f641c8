import fc from 'fast-check';
import { expect, it } from 'vitest';
import { runs, SEED } from '../arbitraries/runs.ts';
import { describeStores } from '../store/stores.ts';
import { begin } from './begin.ts';
import { drawn, sequences } from './commands.ts';
import { SiteInProcess } from './in-process.ts';
import { play, Totals } from './step.ts';

describeStores((under) => {
  it('nobody waits who could go, nobody overtakes, and what was promised is kept, whatever happens', async () => {
    const totals = new Totals();
    await fc.assert(
      fc.asyncProperty(drawn(false), async (commands) => {
        const site = await SiteInProcess.on(under().store);
        try {
          await begin(site);
          const real = { site, totals, worksByItself: false, isCalm: true, hasMoved: false };
          await play(commands, real);
        } finally {
          await site.close();
        }
      }),
      { ...runs(), numRuns: sequences() },
    );
    console.log(`laws (seed ${SEED}): ${totals}`);
    // A run in which nothing waited or was served would have shown nothing.
    expect(totals.reasons.size).toBeGreaterThan(2);
    expect(totals.served).toBeGreaterThan(0);
    expect(totals.done.size).toBeGreaterThan(20);
  }, 3_600_000);
});
