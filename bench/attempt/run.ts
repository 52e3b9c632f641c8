import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { createPortfolio } from '../../src/solver/portfolio.ts';
import { allClasses } from '../instances/classes.ts';
import type { InstanceClass } from '../instances/instance.ts';
import { printTable, writeResult } from '../report.ts';
import {
  attemptRow,
  type ClassResult,
  describeClass,
  inTimeRow,
  lossRows,
  oursRow,
  rawFigures,
  solverRows,
  solvingRow,
} from './figures.ts';
import { openPeers } from './peers/peer.ts';
import { namedInstance, runClass } from './run-class.ts';
import { timed } from './timed-engine.ts';

const HELP = `node bench/out/bench/attempt/run.js [options]
  --classes a,b    only these classes
  --instances N    instances a class, instead of as many as is usual for it
  --only NAME      only this instance of each class: "seed 7", scp41
  --peers a,b      only these peers; "none" for ours alone
  --limit MS       time limit of every solver on every instance (10000, varied classes 5000)
  --out FILE       every single figure, as JSON, whatever was left out
  --print          with --only: prints the request as JSON and solves nothing
Writes bench/results/attempt.json when nothing is left out.`;

const { values: options } = parseArgs({
  options: {
    classes: { type: 'string' },
    instances: { type: 'string' },
    only: { type: 'string' },
    peers: { type: 'string' },
    limit: { type: 'string' },
    out: { type: 'string' },
    print: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
if (options.help) {
  console.log(HELP);
  process.exit(0);
}

const instances = options.instances === undefined ? undefined : Number(options.instances);
const wanted = options.classes?.split(',');
const known = allClasses();
const unknown = wanted?.find((name) => !known.some((each) => each.name === name));
if (unknown !== undefined) throw new Error(`no class is called ${unknown}, or its data is absent`);
const classes = known.filter(({ name }) => wanted?.includes(name) ?? true);

if (options.print) {
  for (const each of classes) {
    for (const instance of namedInstance(each, options.only ?? '')) {
      console.log(JSON.stringify(await instance.draw()));
    }
  }
  process.exit(0);
}

/** Time limit of a class where nobody names one. */
const USUAL_LIMIT_MS = 10_000;
const limitOf = (each: InstanceClass) => Number(options.limit ?? each.limitMs ?? USUAL_LIMIT_MS);
const startedAt = performance.now();
const portfolio = createPortfolio();
await portfolio.warmUp();
const engine = timed(portfolio);
const peers = openPeers(options.peers === 'none' ? [] : (options.peers?.split(',') ?? null));
for (const peer of peers) {
  await peer.start();
  if (peer.note !== '') console.log(`${peer.name}: ${peer.note}`);
}
const results: ClassResult[] = [];
for (const each of classes) {
  const classStartedAt = performance.now();
  const limitMs = limitOf(each);
  const asked = peers.filter(
    ({ name }) => options.peers !== undefined || (each.peers?.includes(name) ?? true),
  );
  const measured = await runClass(each, { engine, peers: asked, limitMs, instances, only: options.only });
  if (measured.length === 0) continue;
  const result = { class: each, measured, limitMs, peers: asked.map(({ name }) => name) };
  results.push(result);
  const classSeconds = Math.round((performance.now() - classStartedAt) / 1000);
  console.log(`${describeClass(result)}; ${classSeconds} s`);
}
for (const peer of peers) peer.close();
const raw = results.flatMap(rawFigures);
if (options.out !== undefined) writeFileSync(options.out, JSON.stringify(raw));

const names = peers.map(({ name }) => name);
if (names.length === 0) {
  printTable('bench/attempt: ours alone, every plan verified', results.map(oursRow));
  printTable(
    'at a limit of 1 s',
    results.map((result) => inTimeRow(result, [])),
  );
} else {
  const solving = results.map(solvingRow);
  const attempts = results.map(attemptRow);
  const solvers = results.flatMap(solverRows);
  const losses = results.flatMap(lossRows);
  const strongest = ['highs', 'cbc'].filter((name) => names.includes(name));
  const inTime = results.map((result) => inTimeRow(result, strongest));
  printTable('solving: every plan verified, every proof compared', solving);
  printTable('at a limit of 1 s, and times within the class’s limit', inTime);
  printTable('our whole attempt against the best peer’s solving alone', attempts);
  printTable('every solver, solving', solvers);
  if (losses.length > 0) printTable('where a peer was faster', losses);
  else console.log('\nno peer was faster anywhere');
  const seconds = Math.round((performance.now() - startedAt) / 1000);
  const isWhole = [options.classes, options.instances, options.only, options.peers].every(
    (option) => option === undefined,
  );
  if (isWhole) {
    writeResult('attempt', { seconds, solving, inTime, attempts, solvers, losses, instances: raw });
  }
}
