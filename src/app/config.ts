import { ConfigError } from '../errors.ts';

/** What an operator sets; every field has a default. */
export interface Config {
  readonly host: string;
  /** 0 lets the system choose; the start line says which. */
  readonly port: number;
  readonly logLevel: LogLevel;
  /** Undefined leaves it to the pool. */
  readonly solverThreads: number | undefined;
  readonly bodyLimitBytes: number;
  readonly queueLimit: number;
  readonly queueTimeoutMs: number;
  readonly shutdownGraceMs: number;
  /** Undefined: the embedded database in `dataDir`. */
  readonly databaseUrl: string | undefined;
  /** A folder, or {@link IN_MEMORY}. */
  readonly dataDir: string;
  readonly databaseConnections: number;
  readonly attemptTimeLimitMs: number;
  readonly paymentGateway: 'sandbox' | 'stripe' | 'http';
  readonly paymentUrl: string | undefined;
  readonly paymentSecret: string | undefined;
  readonly paymentTimeoutMs: number;
  /** Whether an empty store gets the demonstration. */
  readonly demo: boolean;
}

/** The `DATA_DIR` of a database that is gone when the process ends. */
export const IN_MEMORY = ':memory:';

/** The levels of the log, most talkative first. */
const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** One environment variable: what it means, its default, and how its text is read. */
export interface Variable<Value> {
  /** As the documentation shows it. */
  readonly defaultText: string;
  readonly meaning: string;
  readonly default: Value;
  /** @throws Error whose message says what the text must be */
  readonly parse: (text: string) => Value;
}

function wholeNumber(least: number, most: number) {
  return (text: string): number => {
    const value = Number(text);
    if (!/^\d{1,15}$/.test(text) || value < least || value > most) {
      throw new Error(`must be a whole number from ${least} to ${most}`);
    }
    return value;
  };
}

function oneOf<const Choice extends string>(choices: readonly Choice[]) {
  return (text: string): Choice => {
    const found = choices.find((choice) => choice === text);
    if (found === undefined) throw new Error(`must be one of ${choices.join(', ')}`);
    return found;
  };
}

function trueOrFalse(text: string): boolean {
  if (text !== 'true' && text !== 'false') throw new Error('must be true or false');
  return text === 'true';
}

function hostName(text: string): string {
  if (!/^[A-Za-z0-9.:_-]{1,253}$/.test(text)) throw new Error('must be a host name or an IP address');
  return text;
}

function databaseUrl(text: string): string {
  if (!/^postgres(ql)?:\/\/\S+$/.test(text))
    throw new Error('must be an address such as postgres://user@host/name');
  return text;
}

function webAddress(text: string): string {
  if (!/^https?:\/\/\S+$/.test(text)) throw new Error('must be an address such as https://payments.example');
  return text;
}

const anyText = (text: string): string => text;

function variable<Value>(
  byDefault: Value,
  defaultText: string,
  meaning: string,
  parse: (text: string) => Value,
): Variable<Value> {
  return { defaultText, meaning, default: byDefault, parse };
}

/** The one table of settings. `docs/configuration.md` is this table for readers; a test keeps them the same. */
export const VARIABLES = {
  HOST: variable('127.0.0.1', '127.0.0.1', 'Address to listen on; `0.0.0.0` for every IPv4 one.', hostName),
  PORT: variable(
    3000,
    '3000',
    'Port to listen on; 0 lets the system choose, and the start line says which.',
    wholeNumber(0, 65_535),
  ),
  LOG_LEVEL: variable<LogLevel>(
    'info',
    'info',
    `Least important lines to log: ${LOG_LEVELS.join(', ')}.`,
    oneOf(LOG_LEVELS),
  ),
  SOLVER_THREADS: variable<number | undefined>(
    undefined,
    'cores − 1, at least 2',
    'Worker threads that solve, one attempt at a time each.',
    wholeNumber(1, 1024),
  ),
  BODY_LIMIT_BYTES: variable(
    33_554_432,
    '33554432',
    'Longest request body, in bytes; a longer one is answered 413.',
    wholeNumber(1, 1_073_741_824),
  ),
  QUEUE_LIMIT: variable(
    256,
    '256',
    'Attempts that may wait for a free thread; one more is answered 503 `QUEUE_FULL`.',
    wholeNumber(0, 1_000_000),
  ),
  QUEUE_TIMEOUT_MS: variable(
    5_000,
    '5000',
    'Longest wait for a free thread, in milliseconds; after it 503 `QUEUE_TIMEOUT`.',
    wholeNumber(1, 3_600_000),
  ),
  SHUTDOWN_GRACE_MS: variable(
    25_000,
    '25000',
    'Longest time, in milliseconds, that a stop waits for what is being solved.',
    wholeNumber(0, 3_600_000),
  ),
  DATABASE_URL: variable<string | undefined>(
    undefined,
    'none: the embedded database',
    'Address of a Postgres server, such as `postgres://user:password@host/name`.',
    databaseUrl,
  ),
  DATA_DIR: variable(
    './data',
    './data',
    'Folder of the embedded database; `:memory:` keeps nothing. One process at a time.',
    anyText,
  ),
  DATABASE_CONNECTIONS: variable(
    10,
    '10',
    'Most connections to the Postgres server at once.',
    wholeNumber(1, 1000),
  ),
  ATTEMPT_TIME_LIMIT_MS: variable(
    5_000,
    '5000',
    'Longest time, in milliseconds, that one attempt of a stored shipment is solved.',
    wholeNumber(1, 600_000),
  ),
  PAYMENT_GATEWAY: variable<'sandbox' | 'stripe' | 'http'>(
    'sandbox',
    'sandbox',
    'Who holds customers’ money: sandbox (nobody), stripe, or http (a service of your own).',
    oneOf(['sandbox', 'stripe', 'http']),
  ),
  PAYMENT_URL: variable<string | undefined>(
    undefined,
    'none',
    'Address of the http gateway; `/authorize` and `/void` are added to it.',
    webAddress,
  ),
  PAYMENT_SECRET: variable<string | undefined>(
    undefined,
    'none',
    'Secret that signs calls of the http gateway, or the API key of Stripe.',
    anyText,
  ),
  PAYMENT_TIMEOUT_MS: variable(
    10_000,
    '10000',
    'Longest wait for a payment gateway, in milliseconds.',
    wholeNumber(1, 600_000),
  ),
  DEMO: variable(
    false,
    'false',
    'true loads a demonstration into an empty store at the start; `npm start -- --demo` sets it.',
    trueOrFalse,
  ),
} as const;

/**
 * Reads the settings. A variable that is unset or empty has its default.
 *
 * @throws ConfigError that lists everything wrong
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const faults: string[] = [];
  function read<Value>(name: keyof typeof VARIABLES, row: Variable<Value>): Value {
    const text = environment[name]?.trim();
    if (text === undefined || text === '') return row.default;
    try {
      return row.parse(text);
    } catch (error) {
      // The text of a secret is nothing for a log.
      const shown = name === 'DATABASE_URL' ? '' : `=${JSON.stringify(text)}`;
      faults.push(`${name}${shown}: ${(error as Error).message}`);
      return row.default;
    }
  }
  const config: Config = {
    host: read('HOST', VARIABLES.HOST),
    port: read('PORT', VARIABLES.PORT),
    logLevel: read('LOG_LEVEL', VARIABLES.LOG_LEVEL),
    solverThreads: read('SOLVER_THREADS', VARIABLES.SOLVER_THREADS),
    bodyLimitBytes: read('BODY_LIMIT_BYTES', VARIABLES.BODY_LIMIT_BYTES),
    queueLimit: read('QUEUE_LIMIT', VARIABLES.QUEUE_LIMIT),
    queueTimeoutMs: read('QUEUE_TIMEOUT_MS', VARIABLES.QUEUE_TIMEOUT_MS),
    shutdownGraceMs: read('SHUTDOWN_GRACE_MS', VARIABLES.SHUTDOWN_GRACE_MS),
    databaseUrl: read('DATABASE_URL', VARIABLES.DATABASE_URL),
    dataDir: read('DATA_DIR', VARIABLES.DATA_DIR),
    databaseConnections: read('DATABASE_CONNECTIONS', VARIABLES.DATABASE_CONNECTIONS),
    attemptTimeLimitMs: read('ATTEMPT_TIME_LIMIT_MS', VARIABLES.ATTEMPT_TIME_LIMIT_MS),
    paymentGateway: read('PAYMENT_GATEWAY', VARIABLES.PAYMENT_GATEWAY),
    paymentUrl: read('PAYMENT_URL', VARIABLES.PAYMENT_URL),
    paymentSecret: read('PAYMENT_SECRET', VARIABLES.PAYMENT_SECRET),
    paymentTimeoutMs: read('PAYMENT_TIMEOUT_MS', VARIABLES.PAYMENT_TIMEOUT_MS),
    demo: read('DEMO', VARIABLES.DEMO),
  };
  const { paymentGateway, paymentUrl, paymentSecret } = config;
  if (paymentGateway !== 'sandbox' && paymentSecret === undefined) {
    faults.push(`PAYMENT_SECRET must be given for the ${paymentGateway} gateway`);
  }
  if (paymentGateway === 'http' && paymentUrl === undefined) {
    faults.push('PAYMENT_URL must be given for the http gateway');
  }
  if (faults.length > 0) throw new ConfigError(faults.join('\n'));
  return config;
}
