import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { run } from '../cli/run.ts';
import { testService } from '../http/service.ts';
import { readDocument } from './tables.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const readme = readDocument('../README.md');

/** The blocks of code that are written in a language. */
const blocks = (language: string): string[] =>
  [...readme.matchAll(new RegExp(`\`\`\`${language}\\n(.*?)\`\`\``, 'gs'))].map(([, text]) => text!);

/** A text without what differs from run to run. */
const timeless = (text: string): string => text.replaceAll(/in \d+(\.\d+)? ms/g, 'in … ms');

/** What a JSON reply and the README must agree in. */
function withoutTime(reply: { proof: object; [field: string]: unknown }) {
  return { ...reply, proof: { ...reply.proof, solveMs: 0 } };
}

describe('the examples of the README', () => {
  it('print what the program prints', async () => {
    const consoles = blocks('console');
    expect(consoles).toHaveLength(2);
    for (const text of consoles) {
      const [shown = '', call = '', output = ''] = text.split(/^\$ backorder-release (.*)\n/m);
      const { out } = await run(call.split(' ').map((word) => word.replace(/^docs/, `${root}docs`)));
      for (const part of output.split('…\n')) expect(timeless(out)).toContain(timeless(part.trimEnd()));
      const [, file] = shown.match(/^\$ cat (.*)\n/) ?? [];
      if (file !== undefined) expect(shown).toBe(`$ cat ${file}\n${readDocument(`../${file}`)}`);
    }
  });

  it('are answered as they say', async () => {
    const { app, post } = await testService();
    onTestFinished(() => app.close());
    const asked = blocks('sh').find((text) => text.includes('/v1/optimize'))!;
    const body = JSON.parse(asked.slice(asked.indexOf("'{") + 1, asked.lastIndexOf("'")));
    const [reply, problem] = blocks('json').map((text) => JSON.parse(text));
    expect(withoutTime((await post('/v1/optimize', body)).json())).toEqual(withoutTime(reply));
    const line = { lineId: 1, productCode: 'KTP', qty: 5 };
    const wrong = { shipment: { shipmentNumber: 1001, items: [line] } };
    const refused = await post('/v1/optimize', wrong, { 'x-request-id': problem.requestId });
    expect(refused.json()).toEqual(problem);
  });

  it('give as a library what their comments say', async () => {
    const [program = ''] = blocks('js');
    const said = [...program.matchAll(/console\.log\(.*\); \/\/ (.*)/g)].map(([, text]) => text);
    const call = ['--input-type=module', '--eval', program];
    const { stdout } = await promisify(execFile)(process.execPath, call, { cwd: root });
    expect(stdout.trim().split('\n')).toEqual(said);
  });
});
