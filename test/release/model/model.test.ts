import fc from 'fast-check';
import { it } from 'vitest';
import { createSandboxGateway, SANDBOX_METHODS } from '../../../src/release/payment/gateways/sandbox.ts';
import { runs } from '../../arbitraries/runs.ts';
import { describeStores } from '../../store/stores.ts';
import { TestSite } from '../service/site.ts';
import { commands } from './commands.ts';

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

describeStores((under) => {
  it(
    'keeps every unit, cent, status and event right, whatever happens in whatever order',
    () =>
      fc.assert(
        fc.asyncProperty(fc.commands(commands, { maxCommands: 40, size: 'max' }), async (drawn) => {
          const gateway = switchableGateway();
          const site = new TestSite(under().store, gateway);
          await site.products('KTP', 'KTP2', 'KTP3');
          await site.settings({ futureInventoryEnabled: true });
          await fc.asyncModelRun(() => ({ model: { ages: new Map() }, real: { site, gateway } }), drawn);
        }),
        runs(0.08),
      ),
    240_000,
  );
});
