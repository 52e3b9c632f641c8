import { parseArgs } from 'node:util';
import { createPortfolio } from '../../src/solver/portfolio.ts';
import { allClasses } from '../instances/classes.ts';
import { printTable, writeResult } from '../report.ts';
import { type ClassResult, classRow, describeClass, lossRows, rawFigures, solverRows } from './figures.ts';
import { openPeers } from './peers/peer.ts';
import { runClass } from './run-class.ts';

const HELP = `node bench/out/bench/attempt/run.js [options]
  --classes a,b    only these classes
  --instances N    instances a class, instead of as many as is usual for it
  --only NAME      only this instance of each class: "seed 7", scp41
  --peers a,b      only these peers; "none" for ours alone
  --limit MS       time limit of every solver on every instance (10000)`;

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
const engine = createPortfolio();
await engine.warmUp();
const peers = openPeers(options.peers === 'none' ? [] : (options.peers?.split(',') ?? null));
for (const peer of peers) {
  await peer.start();
  if (peer.note !== '') console.log(`${peer.name}: ${peer.note}`);
}
const results: ClassResult[] = [];
for (const each of classes) {
  const measured = await runClass(each, { engine, peers, limitMs, instances, only: options.only });
  if (measured.length === 0) continue;
  const result = { class: each, measured, limitMs };
  results.push(result);
  console.log(describeClass(result));
}
for (const peer of peers) peer.close();

const names = peers.map(({ name }) => name);
const summary = results.map(classRow);
const solvers = results.flatMap((result) => solverRows(result, names));
const losses = results.flatMap(lossRows);
printTable(`bench/attempt: limit ${limitMs} ms, every plan verified, every proof compared`, summary);
printTable('every solver', solvers);
if (losses.length > 0) printTable('where a peer was faster', losses);
else console.log('\nno peer was faster anywhere');
writeResult('attempt', {
  limitMs,
  seconds: Math.round((performance.now() - startedAt) / 1000),
  classes: summary,
  solvers,
  losses,
  instances: results.flatMap(rawFigures),
});
