import { readFileSync } from 'node:fs';
import { pino } from 'pino';
import { buildApp } from '../../dist/http/app.js';
import { ServiceState } from '../../dist/http/service-state.js';

const unasked = () => {
  throw new Error('nobody asks the service whose document is written');
};

/**
 * The OpenAPI document of the built service, in full. No store is opened and no thread started: routes are added, and
 * none is asked.
 *
 * @returns {Promise<string>} JSON, indented
 */
export async function openApiDocument() {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  const app = await buildApp({
    answers: { decide: unasked, verify: unasked, warmUp: unasked, trouble: unasked },
    now: unasked,
    newRequestId: unasked,
    state: new ServiceState(),
    log: pino({ level: 'silent' }),
    bodyLimitBytes: 1,
    release: {},
    version,
  });
  await app.ready();
  const text = `${JSON.stringify(app.swagger(), null, 2)}\n`;
  await app.close();
  return text;
}
