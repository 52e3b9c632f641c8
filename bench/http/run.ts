import { parseArgs } from 'node:util';
import autocannon from 'autocannon';
import { Random } from '../random.ts';
import { printTable, writeResult } from '../report.ts';
import { median, quantile } from '../statistics.ts';
import { drawSmallRequest } from './body.ts';
import { pacedLatencies } from './paced.ts';
import { type Server, startServer } from './servers.ts';

const { values: options } = parseArgs({
  options: {
    seconds: { type: 'string', default: '5' },
    rounds: { type: 'string', default: '3' },
    connections: { type: 'string', default: '16' },
  },
});
const ROUNDS = Number(options.rounds);
const load = { duration: Number(options.seconds), connections: Number(options.connections) };

const body = JSON.stringify(drawSmallRequest());

async function requestOnce(url: string): Promise<string> {
  const headers = { 'content-type': 'application/json' };
  const reply = await fetch(`${url}/v1/optimize`, { method: 'POST', headers, body });
  if (reply.status !== 200) throw new Error(`${reply.status}: ${await reply.text()}`);
  return reply.text();
}

interface Figure {
  readonly perSecond: number;
  readonly p99: number;
  /** Processor time a request, in microseconds: of the server, and of the process that makes the load. */
  readonly serverUs: number;
  readonly clientUs: number;
}

async function measure({ url, processorMs }: Server): Promise<Figure> {
  const before = { server: processorMs() ?? Number.NaN, client: process.cpuUsage() };
  const result = await autocannon({
    url: `${url}/v1/optimize`,
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
    ...load,
  });
  const client = process.cpuUsage(before.client);
  if (result.non2xx > 0 || result.errors > 0) {
    throw new Error(`${result.non2xx} refused, ${result.errors} errors at ${url}`);
  }
  return {
    perSecond: result.requests.average,
    p99: result.latency.p99,
    serverUs: (((processorMs() ?? Number.NaN) - before.server) * 1_000) / result.requests.total,
    clientUs: (client.user + client.system) / result.requests.total,
  };
}

const ours = await startServer('../../src/main.js', /"url":"[^"]*:(\d+)"[^\n]*"ready"/, {
  PORT: '0',
  LOG_LEVEL: 'info',
  DATA_DIR: ':memory:',
});
const answer = await requestOnce(ours.url);
const bare = await startServer('./bare.js', /port (\d+)/, { BARE_REPLY: answer });
await requestOnce(bare.url);
// Both are warmed up before anything counts, and then take turns, so that a drift of the machine hits both.
await measure(ours);
await measure(bare);
const rounds: { ours: Figure; bare: Figure }[] = [];
for (let round = 0; round < ROUNDS; round++) {
  rounds.push({ ours: await measure(ours), bare: await measure(bare) });
}
const half = Math.floor(median(rounds.map((round) => round.ours.perSecond)) / 2);
/** The same moments for both. */
const calmly = ({ url }: Server) => {
  const { duration: seconds, connections } = load;
  const asked = { url: `${url}/v1/optimize`, body, rate: half, seconds, connections };
  return pacedLatencies(asked, new Random(half));
};
const calm = { ours: await calmly(ours), bare: await calmly(bare) };
await ours.stop();
await bare.stop();

const ratio = median(rounds.map((round) => round.ours.perSecond / round.bare.perSecond));
const rows = (['ours', 'bare'] as const).map((who) => ({
  server: who === 'ours' ? 'POST /v1/optimize' : 'bare route, same body in, same reply out',
  'requests/s': median(rounds.map((round) => round[who].perSecond)),
  'p99 ms at saturation': median(rounds.map((round) => round[who].p99)),
  'server µs/request': median(rounds.map((round) => round[who].serverUs)),
  'load µs/request': median(rounds.map((round) => round[who].clientUs)),
  [`p50 ms at ${half}/s`]: median(calm[who]),
  [`p99 ms at ${half}/s`]: quantile(calm[who], 0.99),
}));
printTable(
  `bench/http: ${load.connections} connections, ${ROUNDS} rounds of ${load.duration} s, body ${body.length} bytes, reply ${answer.length} bytes`,
  rows,
);
console.log(`\nours / bare at saturation: ${ratio.toFixed(2)}`);
writeResult('http', {
  ...load,
  rounds: ROUNDS,
  bodyBytes: body.length,
  replyBytes: answer.length,
  ratio,
  rows,
});
