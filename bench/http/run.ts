import { parseArgs } from 'node:util';
import autocannon from 'autocannon';
import { Random } from '../random.ts';
import { printTable, type Row, writeResult } from '../report.ts';
import { median, quantile } from '../statistics.ts';
import { KINDS } from './bodies.ts';
import { type Load, pacedLatencies, singleLatencies } from './paced.ts';
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
/** What a caller meets who comes right after the start, and then. */
const FIRST_REQUESTS = 100;
const NEXT_REQUESTS = 900;

const PEERS = ['ours', 'bare'] as const;
type Peer = (typeof PEERS)[number];
type Of<Value> = Readonly<Record<Peer, Value>>;

async function requestOnce({ url, bodies: [body = ''] }: Load): Promise<string> {
  const reply = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  if (reply.status !== 200) throw new Error(`${reply.status}: ${await reply.text()}`);
  return reply.text();
}

interface Figure {
  readonly perSecond: number;
  readonly p99: number;
  /** Processor time a request, in microseconds: of the server, all its threads, and of the process that makes the load. */
  readonly serverUs: number;
  readonly clientUs: number;
}

async function saturate({ url, bodies }: Load, { processorMs }: Server): Promise<Figure> {
  const before = { server: processorMs() ?? Number.NaN, client: process.cpuUsage() };
  const result = await autocannon({
    url,
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    requests: bodies.map((body) => ({ body })),
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

const startOurs = (): Promise<Server> =>
  startServer('../../src/main.js', /"url":"[^"]*:(\d+)"[^\n]*"ready"/, {
    PORT: '0',
    LOG_LEVEL: 'info',
    DATA_DIR: ':memory:',
  });

/** Has a server of its own answer, so that no server is measured by a caller whose code is still cold. */
async function warmUpCaller(bodies: readonly string[]): Promise<void> {
  const server = await startServer('./bare.js', /port (\d+)/, {});
  await singleLatencies({ url: `${server.url}/v1/optimize`, bodies }, NEXT_REQUESTS);
  await server.stop();
}

/** Both servers, each started anew and asked by a single caller from its first request on. */
async function startBoth(bodies: readonly string[]) {
  const loadOf = ({ url }: Server): Load => ({ url: `${url}/v1/optimize`, bodies });
  const startFresh = async (start: () => Promise<Server>) => {
    const server = await start();
    const loaded = loadOf(server);
    const first = await singleLatencies(loaded, FIRST_REQUESTS);
    const next = await singleLatencies(loaded, NEXT_REQUESTS);
    return { server, load: loaded, first, next };
  };
  await warmUpCaller(bodies);
  const ours = await startFresh(startOurs);
  const answer = await requestOnce(ours.load);
  const bare = await startFresh(() => startServer('./bare.js', /port (\d+)/, { BARE_REPLY: answer }));
  return { servers: { ours, bare }, replyBytes: answer.length };
}

/** One kind of body, all figures. */
async function measureKind(name: string, bodies: readonly string[]) {
  const { servers, replyBytes } = await startBoth(bodies);
  const saturated = (who: Peer): Promise<Figure> => saturate(servers[who].load, servers[who].server);
  // Both are warmed up before anything counts, and then take turns, so that a drift of the machine hits both.
  for (const who of PEERS) await saturated(who);
  const rounds: Of<Figure>[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    rounds.push({ ours: await saturated('ours'), bare: await saturated('bare') });
  }
  const half = Math.floor(median(rounds.map((round) => round.ours.perSecond)) / 2);
  /** The same moments for both. */
  const calmly = (who: Peer, round: number): Promise<number[]> => {
    const { duration: seconds, connections } = load;
    return pacedLatencies(
      { ...servers[who].load, rate: half, seconds, connections },
      new Random(half + round),
    );
  };
  // One pause of either server is in the tail of one round, and so in no figure that is the median of several.
  const calm: Of<number[]>[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    calm.push({ ours: await calmly('ours', round), bare: await calmly('bare', round) });
  }
  for (const who of PEERS) await servers[who].server.stop();
  const rows: Row[] = PEERS.map((who) => ({
    body: name,
    server: who === 'ours' ? 'POST /v1/optimize' : 'bare route, same body in, same reply out',
    'first 100: p50 ms': median(servers[who].first),
    'first 100: p99 ms': quantile(servers[who].first, 0.99),
    'then: p50 ms': median(servers[who].next),
    'then: p99 ms': quantile(servers[who].next, 0.99),
    'requests/s': median(rounds.map((round) => round[who].perSecond)),
    'p99 ms at saturation': median(rounds.map((round) => round[who].p99)),
    'server µs/request': median(rounds.map((round) => round[who].serverUs)),
    'load µs/request': median(rounds.map((round) => round[who].clientUs)),
    'half rate': half,
    'p50 ms at half': median(calm.map((round) => median(round[who]))),
    'p99 ms at half': median(calm.map((round) => quantile(round[who], 0.99))),
    'worst p99 ms at half': Math.max(...calm.map((round) => quantile(round[who], 0.99))),
  }));
  const ratio = median(rounds.map((round) => round.ours.perSecond / round.bare.perSecond));
  const bodyBytes = Math.round(bodies.reduce((sum, { length }) => sum + length, 0) / bodies.length);
  return { name, bodyBytes, replyBytes, ratio, rows };
}

const kinds = [];
for (const { name, bodies } of KINDS) {
  const measured = await measureKind(name, bodies());
  kinds.push(measured);
  const { bodyBytes, replyBytes, ratio } = measured;
  printTable(
    `bench/http: ${load.connections} connections, ${ROUNDS} rounds of ${load.duration} s, body ${bodyBytes} bytes, reply ${replyBytes} bytes`,
    measured.rows,
  );
  console.log(`\nours / bare at saturation: ${ratio.toFixed(2)}`);
}
writeResult('http', { ...load, rounds: ROUNDS, kinds });
