/**
 * Mutation testing, folder by folder: `npm run mutation` for all, `npm run mutation -- formulation` for one.
 *
 * `--scores` counts again what is known, and tries nothing.
 *
 * Only mutants whose code or tests changed since the last run are tried again: `reports/mutation/` holds what was
 * found. The score of each folder that was run is written to `bench/results/mutation.json`, and the table is printed.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { FOLDERS } from './folders.mjs';

const REPORTS = 'reports/mutation';
const RESULTS = 'bench/results/mutation.json';

const reportOf = (folder) => `${REPORTS}/${folder.replaceAll(/[^a-z]+/g, '-')}.json`;

function runStryker(folder) {
  const { mutate, tests, needsStore = false } = FOLDERS[folder];
  const started = performance.now();
  const { status } = spawnSync(
    process.execPath,
    [
      'node_modules/@stryker-mutator/core/bin/stryker.js',
      'run',
      ...['--mutate', mutate.join(',')],
      ...['--incrementalFile', reportOf(folder)],
    ],
    {
      stdio: 'inherit',
      env: {
        FC_RUNS: '20',
        ...process.env,
        MUTATION_TESTS: tests.join(','),
        MUTATION_STORE: needsStore ? '1' : '',
      },
    },
  );
  if (status !== 0) throw new Error(`mutation of ${folder} ended with ${status}`);
  return Math.round((performance.now() - started) / 1000);
}

/** Counts of one folder's report; the score is the share of mutants that some test noticed, in per cent. */
function scoreOf(folder) {
  const { files } = JSON.parse(readFileSync(reportOf(folder), 'utf8'));
  const count = { Killed: 0, Timeout: 0, Survived: 0, NoCoverage: 0, Ignored: 0 };
  for (const { mutants } of Object.values(files)) for (const { status } of mutants) count[status] += 1;
  const noticed = count.Killed + count.Timeout;
  const mutants = noticed + count.Survived + count.NoCoverage;
  return {
    score: Math.round((noticed / mutants) * 1000) / 10,
    mutants,
    killed: count.Killed,
    timedOut: count.Timeout,
    survived: count.Survived,
    uncovered: count.NoCoverage,
    messageTexts: count.Ignored,
  };
}

function printTable(results) {
  console.log('\n| folder | mutants | noticed | survived | no test | score |');
  console.log('| --- | ---: | ---: | ---: | ---: | ---: |');
  for (const [folder, { mutants, killed, timedOut, survived, uncovered, score }] of Object.entries(results)) {
    console.log(
      `| \`${folder}\` | ${mutants} | ${killed + timedOut} | ${survived} | ${uncovered} | ${score.toFixed(1)} % |`,
    );
  }
}

const asked = process.argv.slice(2).filter((argument) => argument !== '--scores');
const isCountOnly = process.argv.includes('--scores');
for (const folder of asked)
  if (FOLDERS[folder] === undefined) throw new Error(`no folder "${folder}" is mutated`);
mkdirSync(REPORTS, { recursive: true });
for (const folder of asked.length === 0 ? Object.keys(FOLDERS) : asked) {
  if (isCountOnly && !existsSync(reportOf(folder))) continue;
  const seconds = isCountOnly ? undefined : runStryker(folder);
  const known = existsSync(RESULTS) ? JSON.parse(readFileSync(RESULTS, 'utf8')).folders : {};
  const found = {
    ...known,
    [folder]: { ...scoreOf(folder), seconds: seconds ?? known[folder]?.seconds ?? null },
  };
  const folders = Object.fromEntries(
    Object.keys(FOLDERS).flatMap((key) => (found[key] ? [[key, found[key]]] : [])),
  );
  writeFileSync(RESULTS, `${JSON.stringify({ folders }, null, 2)}\n`);
}
printTable(JSON.parse(readFileSync(RESULTS, 'utf8')).folders);
