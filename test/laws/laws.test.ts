import fc from 'fast-check';
import { expect, it } from 'vitest';
import { runs } from '../arbitraries/runs.ts';
import { describeStores } from '../store/stores.ts';
import { commands, Totals } from './commands.ts';
import { RunningSite } from './site.ts';

describeStores((under) => {
  it('nobody waits who could go, and nobody overtakes, whatever happens', async () => {
    const totals = new Totals();
    await fc.assert(
      fc.asyncProperty(fc.commands(commands, { maxCommands: 40, size: 'max' }), async (drawn) => {
        const site = await RunningSite.on(under().store);
        try {
          await site.send('PUT', '/v1/settings', { futureInventoryEnabled: true });
          const products = ['P', 'Q'].map((productCode) => ({
            productCode,
            outOfStockBehavior: 'AllowBackOrder',
            futureInventoryEnabled: true,
          }));
          await site.send('PUT', '/v1/products', { products });
          await fc.asyncModelRun(() => ({ model: {}, real: { site, totals } }), drawn);
        } finally {
          await site.close();
        }
      }),
      runs(0.05),
    );
    console.log(`laws: ${JSON.stringify({ ...totals, done: Object.fromEntries(totals.done) })}`);
    // A run in which nothing waited or was served would have shown nothing.
    expect(totals.waited).toBeGreaterThan(0);
    expect(totals.served).toBeGreaterThan(0);
    expect(totals.done.size).toBeGreaterThan(12);
  }, 600_000);
});
