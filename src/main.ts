import { serve } from './app/compose.ts';
import { SERVE_EXIT } from './app/process.ts';

const given = process.argv.slice(2);
const unknown = given.find((argument) => argument !== '--demo');

if (unknown !== undefined) {
  process.stderr.write(
    `backorder-release: unknown argument ${JSON.stringify(unknown)}; only --demo can be given, settings are environment variables\n`,
  );
  process.exit(SERVE_EXIT.badConfiguration);
}
process.exit(await serve(given.length > 0 ? { ...process.env, DEMO: 'true' } : process.env));
