import { describe, expect, it } from 'vitest';
import { readConfig, VARIABLES } from '../../src/app/config.ts';
import { ConfigError } from '../../src/errors.ts';

describe('the settings', () => {
  it('are neutral when nothing is set', () => {
    expect(readConfig({})).toEqual({
      host: '127.0.0.1',
      port: 3000,
      logLevel: 'info',
      solverThreads: undefined,
      bodyLimitBytes: 33_554_432,
      queueLimit: 256,
      queueTimeoutMs: 5_000,
      shutdownGraceMs: 25_000,
      databaseUrl: undefined,
      dataDir: './data',
      databaseConnections: 10,
      databaseStatementTimeoutMs: 60_000,
      databaseLockTimeoutMs: 10_000,
      databaseIdleTimeoutMs: 20_000,
      attemptTimeLimitMs: 5_000,
      paymentGateway: 'sandbox',
      paymentUrl: undefined,
      paymentSecret: undefined,
      paymentTimeoutMs: 10_000,
      demo: false,
    });
  });

  it('are read from the environment', () => {
    const config = readConfig({
      HOST: '0.0.0.0',
      PORT: '0',
      LOG_LEVEL: 'silent',
      SOLVER_THREADS: '4',
      BODY_LIMIT_BYTES: '1024',
      QUEUE_LIMIT: '0',
      QUEUE_TIMEOUT_MS: '1',
      SHUTDOWN_GRACE_MS: '0',
      DATABASE_URL: 'postgres://a@b/c',
      DATA_DIR: ':memory:',
      DATABASE_CONNECTIONS: '3',
      DATABASE_STATEMENT_TIMEOUT_MS: '4',
      DATABASE_LOCK_TIMEOUT_MS: '5',
      DATABASE_IDLE_TIMEOUT_MS: '0',
      ATTEMPT_TIME_LIMIT_MS: '7',
      PAYMENT_GATEWAY: 'http',
      PAYMENT_URL: 'https://payments.example',
      PAYMENT_SECRET: 's',
      PAYMENT_TIMEOUT_MS: '9',
      DEMO: 'true',
      UNRELATED: 'x',
    });
    expect(config).toEqual({
      host: '0.0.0.0',
      port: 0,
      logLevel: 'silent',
      solverThreads: 4,
      bodyLimitBytes: 1024,
      queueLimit: 0,
      queueTimeoutMs: 1,
      shutdownGraceMs: 0,
      databaseUrl: 'postgres://a@b/c',
      dataDir: ':memory:',
      databaseConnections: 3,
      databaseStatementTimeoutMs: 4,
      databaseLockTimeoutMs: 5,
      databaseIdleTimeoutMs: 0,
      attemptTimeLimitMs: 7,
      paymentGateway: 'http',
      paymentUrl: 'https://payments.example',
      paymentSecret: 's',
      paymentTimeoutMs: 9,
      demo: true,
    });
  });

  it('want an address and a secret for the gateways that need them, and never show an address with a password', () => {
    expect(() => readConfig({ PAYMENT_GATEWAY: 'stripe' })).toThrow('PAYMENT_SECRET must be given');
    expect(() => readConfig({ PAYMENT_GATEWAY: 'http', PAYMENT_SECRET: 's' })).toThrow(
      'PAYMENT_URL must be given',
    );
    expect(() => readConfig({ DATABASE_URL: 'mysql://user:hidden@host' })).toThrow(
      /^DATABASE_URL: must be an address such as (?!.*hidden)/,
    );
  });

  it('take an empty variable as unset, and blanks around a value as nothing', () => {
    expect(readConfig({ PORT: '', HOST: '  ', QUEUE_LIMIT: ' 7 ' })).toMatchObject({
      port: 3000,
      host: '127.0.0.1',
      queueLimit: 7,
    });
  });

  it('have a default that their own text rule accepts', () => {
    const stated = Object.entries(VARIABLES).filter(([, { defaultText }]) => !/ |none/.test(defaultText));
    expect(stated.length).toBeGreaterThan(10);
    const environment = Object.fromEntries(stated.map(([name, { defaultText }]) => [name, defaultText]));
    expect(readConfig(environment)).toEqual(readConfig({}));
  });
});

describe('a value that cannot be used', () => {
  it.each([
    ['PORT', 'http', 'must be a whole number from 0 to 65535'],
    ['PORT', '65536', 'must be a whole number from 0 to 65535'],
    ['PORT', '-1', 'must be a whole number from 0 to 65535'],
    ['PORT', '80.5', 'must be a whole number from 0 to 65535'],
    ['PORT', '0x50', 'must be a whole number from 0 to 65535'],
    ['PORT', '1e3', 'must be a whole number from 0 to 65535'],
    ['SOLVER_THREADS', '0', 'must be a whole number from 1 to 1024'],
    ['BODY_LIMIT_BYTES', '32MiB', 'must be a whole number from 1 to 1073741824'],
    ['QUEUE_TIMEOUT_MS', '9'.repeat(400), 'must be a whole number from 1 to 3600000'],
    ['LOG_LEVEL', 'INFO', 'must be one of trace, debug, info, warn, error, fatal, silent'],
    ['HOST', 'http://x', 'must be a host name or an IP address'],
  ])('%s=%s is named with what it must be', (name, value, expected) => {
    expect(() => readConfig({ [name]: value })).toThrow(
      new ConfigError(`${name}=${JSON.stringify(value)}: ${expected}`),
    );
  });

  it('does not hide another', () => {
    const read = () => readConfig({ PORT: 'x', HOST: '127.0.0.1', QUEUE_LIMIT: '-1' });
    expect(read).toThrow(/^PORT="x": .*\nQUEUE_LIMIT="-1": .*$/);
    const readGateway = () => readConfig({ PORT: 'x', PAYMENT_GATEWAY: 'http' });
    expect(readGateway).toThrow(
      /^PORT="x": .*\nPAYMENT_SECRET must be given .*\nPAYMENT_URL must be given .*$/,
    );
  });
});
