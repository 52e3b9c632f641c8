import { existsSync, writeFileSync } from 'node:fs';
import { serve } from '../../../dist/threads/inside/serve.js';

/** Takes its thread down unless there is a file of the name that the body begins with; then there is one. */
const attempt = async ({ body }) => {
  const text = Buffer.concat(body).toString();
  const [marker] = text.split(' ');
  if (!existsSync(marker)) {
    writeFileSync(marker, '');
    process.exit(1);
  }
  return {
    facts: { decision: 'held', engine: 'none', proof: 'unknown', solveMs: 0 },
    body: Buffer.from(text),
  };
};

export const solve = serve({ 'attempt in bytes': attempt });
