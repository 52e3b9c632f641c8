import { z } from 'zod';
import { ConfigError } from '../errors.ts';

/** The `DATA_DIR` of a database that is gone when the process ends. */
export const IN_MEMORY = ':memory:';

/** The levels of the log, most talkative first. */
const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

function wholeNumber(least: number, most: number) {
  const error = `must be a whole number from ${least} to ${most}`;
  return z
    .string()
    .regex(/^\d{1,15}$/, { error, abort: true })
    .transform(Number)
    .refine((value) => value >= least && value <= most, { error });
}

const oneOf = <const Choice extends string>(choices: readonly Choice[]) =>
  z.enum(choices, { error: `must be one of ${choices.join(', ')}` });

const matching = (pattern: RegExp, error: string) => z.string().regex(pattern, { error });

/**
 * The one table of settings, all with defaults. A field's variable has its name in capitals: `solverThreads` is
 * `SOLVER_THREADS`. `docs/configuration.md` is this table for readers; a test keeps them the same.
 */
const Settings = z.object({
  host: matching(/^[A-Za-z0-9.:_-]{1,253}$/, 'must be a host name or an IP address')
    .default('127.0.0.1')
    .describe('Address to listen on; `0.0.0.0` for every IPv4 one.'),
  port: wholeNumber(0, 65_535)
    .default(3_000)
    .describe('Port to listen on; 0 lets the system choose, and the start line says which.'),
  logLevel: oneOf(LOG_LEVELS)
    .default('info')
    .describe(`Least important lines to log: ${LOG_LEVELS.join(', ')}.`),
  solverThreads: wholeNumber(1, 1024).optional().meta({
    description: 'Worker threads that solve, one attempt at a time each.',
    unset: 'cores − 1, at least 2',
  }),
  bodyLimitBytes: wholeNumber(1, 1_073_741_824)
    .default(33_554_432)
    .describe('Longest request body, in bytes; a longer one is answered 413. A wave may be twice as long.'),
  queueLimit: wholeNumber(0, 1_000_000)
    .default(256)
    .describe('Attempts that may wait for a free thread; one more is answered 503 `QUEUE_FULL`.'),
  queueTimeoutMs: wholeNumber(1, 3_600_000)
    .default(5_000)
    .describe('Longest wait for a free thread, in milliseconds; after it 503 `QUEUE_TIMEOUT`.'),
  shutdownGraceMs: wholeNumber(0, 3_600_000)
    .default(25_000)
    .describe('Longest time, in milliseconds, that a stop waits for what is being solved.'),
  databaseUrl: matching(/^postgres(ql)?:\/\/\S+$/, 'must be an address such as postgres://user@host/name')
    .optional()
    .meta({
      description: 'Address of a Postgres server, such as `postgres://user:password@host/name`.',
      unset: 'none: the embedded database',
      secret: true,
    }),
  dataDir: z
    .string()
    .default('./data')
    .describe('Folder of the embedded database; `:memory:` keeps nothing. One process at a time.'),
  databaseConnections: wholeNumber(1, 1000)
    .default(10)
    .describe('Most connections to the Postgres server at once.'),
  databaseStatementTimeoutMs: wholeNumber(0, 86_400_000)
    .default(60_000)
    .describe('Longest time, in milliseconds, that the Postgres server works on one statement; 0: any.'),
  databaseLockTimeoutMs: wholeNumber(0, 86_400_000)
    .default(10_000)
    .describe('Longest wait, in milliseconds, for rows that another transaction has locked; 0: any.'),
  databaseIdleTimeoutMs: wholeNumber(0, 86_400_000)
    .default(20_000)
    .describe(
      'Silence, in milliseconds, after which Postgres ends a transaction; 0: never. More than `ATTEMPT_TIME_LIMIT_MS`.',
    ),
  attemptTimeLimitMs: wholeNumber(1, 600_000)
    .default(5_000)
    .describe('Longest time, in milliseconds, that one attempt of a stored shipment is solved.'),
  paymentGateway: oneOf(['sandbox', 'stripe', 'http'])
    .default('sandbox')
    .describe('Who holds customers’ money: sandbox (nobody), stripe, or http (a service of your own).'),
  paymentUrl: matching(/^https?:\/\/\S+$/, 'must be an address such as https://payments.example')
    .optional()
    .describe('Address of the http gateway; `/authorize` and `/void` are added to it.'),
  paymentSecret: z
    .string()
    .optional()
    .describe('Secret that signs calls of the http gateway, or the API key of Stripe.'),
  paymentTimeoutMs: wholeNumber(1, 600_000)
    .default(10_000)
    .describe('Longest wait for a payment gateway, in milliseconds.'),
  demo: z
    .enum(['true', 'false'], { error: 'must be true or false' })
    .transform((text) => text === 'true')
    .default(false)
    .describe('true loads a demonstration into an empty store at the start; `npm start -- --demo` sets it.'),
});

/** What an operator sets. */
export type Config = Readonly<z.infer<typeof Settings>>;

/** An environment variable, as the documentation shows it. */
export interface Variable {
  readonly defaultText: string;
  readonly meaning: string;
}

const FIELDS = Object.keys(Settings.shape) as (keyof Config)[];

const variableOf = (field: string): string => field.replace(/[A-Z]/g, '_$&').toUpperCase();

/** The environment variables, in the order of the table. */
export const VARIABLES: Readonly<Record<string, Variable>> = Object.fromEntries(
  FIELDS.map((field) => {
    const { description = '', unset = 'none' } = Settings.shape[field].meta() ?? {};
    const byDefault = Settings.shape[field].parse(undefined) ?? unset;
    return [variableOf(field), { defaultText: String(byDefault), meaning: description }];
  }),
);

/** What the gateways need beyond their name. */
function gatewayFaults({ PAYMENT_GATEWAY: gateway, PAYMENT_URL, PAYMENT_SECRET }: Texts): string[] {
  const faults: string[] = [];
  if ((gateway === 'stripe' || gateway === 'http') && PAYMENT_SECRET === undefined) {
    faults.push(`PAYMENT_SECRET must be given for the ${gateway} gateway`);
  }
  if (gateway === 'http' && PAYMENT_URL === undefined) {
    faults.push('PAYMENT_URL must be given for the http gateway');
  }
  return faults;
}

type Texts = Readonly<Record<string, string | undefined>>;

/**
 * Reads the settings. A variable that is unset or empty has its default.
 *
 * @throws ConfigError that lists everything wrong
 */
export function readConfig(environment: Texts): Config {
  const texts: Texts = Object.fromEntries(
    Object.keys(VARIABLES).map((name) => [name, environment[name]?.trim() || undefined]),
  );
  const { data, error } = Settings.safeParse(
    Object.fromEntries(FIELDS.map((field) => [field, texts[variableOf(field)]])),
  );
  const faults = (error?.issues ?? []).map(({ path, message }) => {
    const field = path[0] as keyof Config;
    const name = variableOf(field);
    // An address may hold a password, and a password is nothing for a log.
    const shown = Settings.shape[field].meta()?.secret ? '' : `=${JSON.stringify(texts[name])}`;
    return `${name}${shown}: ${message}`;
  });
  faults.push(...gatewayFaults(texts));
  if (data === undefined || faults.length > 0) throw new ConfigError(faults.join('\n'));
  return data;
}
