import { parseArgs } from 'node:util';
import { createPortfolio } from '../../src/solver/portfolio.ts';
import { allClasses } from '../instances/classes.ts';
import { printTable, writeResult } from '../report.ts';
import {
  attemptRow,
  type ClassResult,
  describeClass,
  lossRows,
  oursRow,
  rawFigures,
  solverRows,
  solvingRow,
} from './figures.ts';
import { openPeers } from './peers/peer.ts';
import { runClass } from './run-class.ts';
import { timed } from './timed-engine.ts';

const HELP = `node bench/out/bench/attempt/run.js [options]
  --classes a,b    only these classes
  --instances N    instances a class, instead of as many as is usual for it
  --only NAME      only this instance of each class: "seed 7", scp41
  --peers a,b      only these peers; "none" for ours alone
  --limit MS       time limit of every solver on every instance (10000)
Writes bench/results/attempt.json when nothing is left out.`;

const { values: options } = parseArgs({
  options: {
    classes: { type: 'string' },
    instances: { type: 'string' },
    only: { type: 'string' },
    peers: { type: 'string' },
    limit: { type: 'string', default: '10000' },
    help: { type: 'boolean', default: false },
  },
});
if (options.help) {
  console.log(HELP);
  process.exit(0);
}

const limitMs = Number(options.limit);
const instances = options.instances === undefined ? undefined : Number(options.instances);
const wanted = options.classes?.split(',');
const known = allClasses();
const unknown = wanted?.find((name) => !known.some((each) => each.name === name));
if (unknown !== undefined) throw new Error(`no class is called ${unknown}, or its data is absent`);
const classes = known.filter(({ name }) => wanted?.includes(name) ?? true);

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
  const measured = await runClass(each, { engine, peers, limitMs, instances, only: options.only });
  if (measured.length === 0) continue;
  const result = { class: each, measured, limitMs };
  results.push(result);
  const classSeconds = Math.round((performance.now() - classStartedAt) / 1000);
  console.log(`${describeClass(result)}; ${classSeconds} s`);
}
for (const peer of peers) peer.close();

const names = peers.map(({ name }) => name);
if (names.length === 0) {
  printTable(`bench/attempt: ours alone, limit ${limitMs} ms, every plan verified`, results.map(oursRow));
} else {
  const solving = results.map(solvingRow);
  const attempts = results.map(attemptRow);
  const solvers = results.flatMap((result) => solverRows(result, names));
  const losses = results.flatMap(lossRows);
  printTable(`solving: limit ${limitMs} ms, every plan verified, every proof compared`, solving);
  printTable('our whole attempt against the best peer’s solving alone', attempts);
  printTable('every solver, solving', solvers);
  if (losses.length > 0) printTable('where a peer was faster', losses);
  else console.log('\nno peer was faster anywhere');
  const seconds = Math.round((performance.now() - startedAt) / 1000);
  const isWhole = [options.classes, options.instances, options.only, options.peers].every(
    (option) => option === undefined,
  );
  if (isWhole) {
    const raw = results.flatMap(rawFigures);
    writeResult('attempt', { limitMs, seconds, solving, attempts, solvers, losses, instances: raw });
  }
}
