import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createSandboxGateway, SANDBOX_METHODS } from '../../../src/release/payment/gateways/sandbox.ts';
import { runs } from '../../arbitraries/runs.ts';
import { describeStores } from '../../store/stores.ts';
import { TestSite } from '../service/site.ts';
import { commands } from './commands.ts';
import { type Model, type ModelledSite, Statistics } from './step.ts';

/** A sandbox whose cards a test declines. */
function switchableGateway() {
  const sandbox = createSandboxGateway();
  const gateway = {
    ...sandbox,
    declines: false,
    authorize: (request: Parameters<typeof sandbox.authorize>[0]) =>
      sandbox.authorize(gateway.declines ? { ...request, paymentMethod: SANDBOX_METHODS.declined } : request),
  };
  return gateway;
}

/** As many histories take so many milliseconds at most, also on a loaded machine. */
const TIMEOUT_MS = 240_000 * Math.max(1, runs(0.08).numRuns! / 8);

describeStores((under) => {
  it(
    'keeps every unit, cent, status and event right, and forgets nobody who could go, whatever happens',
    async () => {
      const statistics = new Statistics();
      await fc.assert(
        fc.asyncProperty(fc.commands(commands, { maxCommands: 60, size: 'max' }), async (drawn) => {
          const gateway = switchableGateway();
          const site = new TestSite(under().store, gateway);
          await site.products('KTP', 'KTP2', 'KTP3');
          await site.settings({ futureInventoryEnabled: true });
          const model: Model = { ages: new Map() };
          const real: ModelledSite = { site, gateway, statistics };
          await fc.asyncModelRun(() => ({ model, real }), drawn);
          const events = await site.reader.events(0, 100_000);
          statistics.released += events.filter((event) => event.topic === 'shipment.released').length;
        }),
        runs(0.08),
      );
      const { done, refused, released, waiting } = statistics;
      const counts = {
        released,
        waiting,
        done: Object.fromEntries(done),
        refused: Object.fromEntries(refused),
      };
      console.log(`commands: ${JSON.stringify(counts)}`);
      // A run in which nothing was released, held or refused would have shown nothing.
      expect(released).toBeGreaterThan(0);
      expect(waiting.held).toBeGreaterThan(0);
      expect(refused.get('TRANSITION_NOT_ALLOWED')).toBeGreaterThan(0);
      expect(done.size).toBeGreaterThan(15);
    },
    TIMEOUT_MS,
  );
});
