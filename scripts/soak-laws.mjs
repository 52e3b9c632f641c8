/**
 * Tries the laws of the queue over running systems with a seed drawn for this run: 10,000 commands and more, a tenth of
 * them on processes that are killed meanwhile. Prints how to replay it.
 *
 *   npm run soak:laws
 *   FC_SEED=7 LAWS_COMMANDS=400 npm run soak:laws
 */
import { spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';

const seed = process.env.FC_SEED ?? String(randomInt(1, 2 ** 31 - 1));
const commands = process.env.LAWS_COMMANDS ?? '4500';
const replay = `FC_SEED=${seed} LAWS_COMMANDS=${commands} npm run soak:laws`;
console.log(`replay with: ${replay}`);
const { status } = spawnSync('npx', ['vitest', 'run', 'test/laws'], {
  stdio: 'inherit',
  env: { ...process.env, FC_SEED: seed, LAWS_COMMANDS: commands },
});
console.log(status === 0 ? `seed ${seed}: every law holds` : `seed ${seed}: failed; replay with: ${replay}`);
process.exit(status ?? 1);
