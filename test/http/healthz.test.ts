import { expect, it } from 'vitest';
import { healthzWhileRefreshing } from './healthz-waits.ts';
import { startService } from './service-process.ts';

it('/healthz is answered while 10,000 rows are refreshed on the embedded store', async () => {
  const service = await startService();
  try {
    const { waitsMs, refreshMs } = await healthzWhileRefreshing(service.url, 10_000, 7);
    // With the database in the serving thread one call waits for nearly all of the refresh, on any machine.
    expect(Math.max(...waitsMs)).toBeLessThan(refreshMs / 2);
    expect(waitsMs.length).toBeGreaterThan(10);
  } finally {
    service.signal('SIGTERM');
    await service.exit;
  }
});
