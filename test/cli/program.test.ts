import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { VARIABLES } from '../../src/app/config.ts';
import { EXIT } from '../../src/cli/exit-codes.ts';
import { run } from './run.ts';

const MAIN = fileURLToPath(new URL('../../dist/app/cli.js', import.meta.url));

describe('the program', () => {
  it('prints its version', async () => {
    const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
    expect(await run(['--version'])).toEqual({ code: 0, out: `${version}\n`, err: '' });
  });

  it.each([['--help'], ['-h'], ['help']])('%s lists the commands', async (option) => {
    const { code, out } = await run([option]);
    expect(code).toBe(0);
    for (const name of ['optimize', 'verify', 'program', 'serve', 'worker', 'doctor'])
      expect(out).toMatch(new RegExp(`^  ${name} +\\w`, 'm'));
  });

  it.each(['optimize', 'verify', 'program', 'serve', 'worker', 'doctor'])(
    '%s --help tells of the command, with every exit code',
    async (name) => {
      const { code, out } = await run([name, '--help']);
      expect(code).toBe(0);
      expect(out).toMatch(new RegExp(`^Usage: backorder-release ${name} `));
      const listed = [...out.matchAll(/^ {2}(\d) {2}\w/gm)].map(([, digit]) => Number(digit));
      expect(listed).toEqual(Object.values(EXIT));
      expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(120);
    },
  );

  it('shows in the help of optimize a request that works', async () => {
    const { out } = await run(['optimize', '--help']);
    const [example = ''] = out.match(/^ {2}\{$.*?^ {2}\}$/ms) ?? [];
    const { code, out: decision } = await run(['optimize', '-'], example);
    expect(code).toBe(0);
    expect(decision).toContain('Shipment 1001: released');
  });

  it('shows in the help of serve every variable', async () => {
    const { out } = await run(['serve', '--help']);
    for (const [name, { defaultText }] of Object.entries(VARIABLES))
      expect(out).toContain(`  ${name} (${defaultText})\n`);
  });

  it('ends quietly when its reader goes away', async () => {
    const child = spawn(process.execPath, [MAIN, 'serve', '--help']);
    child.stdout.destroy();
    let err = '';
    child.stderr.on('data', (chunk) => {
      err += chunk;
    });
    const [code] = await once(child, 'close');
    expect([code, err]).toEqual([0, '']);
  });
});

describe('serve', () => {
  it('serves on the port it is told, and stops with 0', async () => {
    const child = spawn(process.execPath, [MAIN, 'serve', '--port', '0', '--host', '127.0.0.1'], {
      env: { PATH: process.env.PATH, PORT: 'nonsense', SOLVER_THREADS: '1', DATA_DIR: ':memory:' },
    });
    let url = '';
    for await (const line of createInterface({ input: child.stdout })) {
      const entry = JSON.parse(line);
      if (entry.msg !== 'ready') continue;
      url = entry.url;
      break;
    }
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    child.kill('SIGTERM');
    const [code] = await once(child, 'close');
    expect(code).toBe(0);
  });

  it.each([
    [['serve', '--port', 'x'], 'PORT="x": must be a whole number'],
    [['serve', 'here'], 'serve takes no here'],
  ])('%j is wrong usage', async (args, message) => {
    const { code, err } = await run(args);
    expect(code).toBe(2);
    expect(err).toContain(message);
  });
});
