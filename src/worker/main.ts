import { createPortfolio } from '../solver/portfolio.ts';
import { serve } from '../solver/worker-runtime.ts';
import { attemptJob } from './attempt-job.ts';
import { ATTEMPT_JOB } from './attempt-messages.ts';

/** The engine of this thread: an attempt that is here already is solved here. */
const engine = createPortfolio();
const attempt = attemptJob(engine);

/** Five units wanted, three here now and the others tomorrow. */
const SAMPLE = {
  asOf: '2026-05-01T09:00:00Z',
  settings: { futureInventoryEnabled: true },
  shipment: { shipmentNumber: 1, items: [{ lineId: 1, productCode: 'A', quantity: 5 }] },
  inventory: [{ locationCode: 'A', productCode: 'A', available: 3 }],
  futureInventory: [
    { futureInventoryId: '1', locationCode: 'A', productCode: 'A', deliveryDate: '2026-05-02', available: 2 },
  ],
};

/** The first attempt compiles schemas and code: without this it takes ten times as long as the second. */
async function warmUp(): Promise<void> {
  await engine.warmUp();
  const body = [Buffer.from(JSON.stringify(SAMPLE))];
  await attempt({ head: { now: SAMPLE.asOf }, body }, { timeLimitMs: 1_000, limitTo: () => {} });
}

/** The entry of a worker thread: the pool posts tasks here. */
export const solve = serve({ ...engine, warmUp }, { [ATTEMPT_JOB]: attempt });
