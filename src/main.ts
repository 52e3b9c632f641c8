import { serve } from './app/compose.ts';

const wantsDemo = process.argv.includes('--demo');

process.exit(await serve(wantsDemo ? { ...process.env, DEMO: 'true' } : process.env));
