import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { healthzWhileRefreshing } from '../../test/http/healthz-waits.ts';
import { startServer } from '../http/servers.ts';
import type { Row } from '../report.ts';
import { quantile } from '../statistics.ts';

const ROWS = 10_000;
const ROUNDS = 5;

/** What `/healthz` takes while the service, a process of its own, refreshes rows on the embedded store. */
export async function healthzRows(): Promise<Row[]> {
  const dataDir = mkdtempSync(join(tmpdir(), 'backorder-release-bench-'));
  const service = await startServer('../../src/main.js', /"url":"[^"]*:(\d+)"[^\n]*"ready"/, {
    PORT: '0',
    DATA_DIR: dataDir,
  });
  try {
    const waitsMs: number[] = [];
    // The first is for warming up, as everywhere in this bench.
    for (let round = 0; round <= ROUNDS; round += 1) {
      const measured = await healthzWhileRefreshing(service.url, ROWS, 10 + round);
      if (round > 0) waitsMs.push(...measured.waitsMs);
    }
    return [
      {
        'rows refreshed': ROWS,
        calls: waitsMs.length,
        'median, ms': quantile(waitsMs, 0.5),
        'p99, ms': quantile(waitsMs, 0.99),
        'longest, ms': quantile(waitsMs, 1),
      },
    ];
  } finally {
    await service.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}
