import { serve } from './compose.ts';

process.exit(await serve(process.env));
