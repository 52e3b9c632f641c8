/**
 * Tries every property with a seed drawn for this run, and prints how to replay it. `npm test` has a fixed seed.
 *
 *   npm run soak:properties                 a seed of its own, 5 times as many runs
 *   FC_SEED=7 FC_RUNS=100 npm run soak:properties
 */
import { spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';

const seed = process.env.FC_SEED ?? String(randomInt(1, 2 ** 31 - 1));
const runs = process.env.FC_RUNS ?? '500';
const files = readdirSync('test', { recursive: true, encoding: 'utf8' })
  .map((name) => `test/${name.replaceAll('\\', '/')}`)
  .filter((name) => name.endsWith('.test.ts') && readFileSync(name, 'utf8').includes('fc.assert('));
const replay = `FC_SEED=${seed} FC_RUNS=${runs} npm run soak:properties`;
console.log(`${files.length} files with properties; replay with: ${replay}`);
const { status } = spawnSync('npx', ['vitest', 'run', '--testTimeout=1200000', ...files], {
  stdio: 'inherit',
  env: { ...process.env, FC_SEED: seed, FC_RUNS: runs },
});
console.log(
  status === 0 ? `seed ${seed}: every property holds` : `seed ${seed}: failed; replay with: ${replay}`,
);
process.exit(status ?? 1);
