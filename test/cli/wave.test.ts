import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { WaveAnswer } from '../../src/domain/wave/answer.ts';
import { run, scratch } from './run.ts';

const { file, remove } = scratch();
afterAll(remove);

const WAVE = fileURLToPath(new URL('../../docs/examples/wave.json', import.meta.url));
const page = readFileSync(new URL('../../docs/wave.md', import.meta.url), 'utf8');

describe('wave', () => {
  it('prints what its page shows', async () => {
    const { code, out, err } = await run(['wave', WAVE]);
    expect([code, err]).toEqual([0, '']);
    const [, shown = ''] = page.match(/```console\n\$ backorder-release wave [^\n]*\n(.*?)…\n```/s) ?? [];
    expect(shown).toContain('first-come: 2 released');
    expect(out).toContain(shown);
  });

  it('takes the policy of the command line, and prints JSON that verify accepts', async () => {
    const { code, out } = await run(['wave', WAVE, '--policy', 'optimal', '--json']);
    expect(code).toBe(0);
    expect(WaveAnswer.parse(JSON.parse(out)).policy).toBe('optimal');
    const checked = await run(['verify', '--problem', WAVE, '--plan', file('plan.json', out)]);
    expect([checked.code, checked.out.split('\n')[0]]).toEqual([0, 'The plan is valid.']);
  });

  it('ends with 3 where nothing is released, and says why of each', async () => {
    const request = { ...JSON.parse(readFileSync(WAVE, 'utf8')), inventory: [] };
    const { code, out } = await run(['wave', '-'], JSON.stringify(request));
    expect(code).toBe(3);
    expect(out).toContain('nothing known covers it');
  });

  it('refuses a policy that there is not, and input that is none', async () => {
    const unknown = await run(['wave', WAVE, '--policy', 'best']);
    expect([unknown.code, unknown.err]).toEqual([2, expect.stringContaining('there is no policy "best"')]);
    const empty = await run(['wave', file('empty.json', { shipments: [] })]);
    expect([empty.code, empty.err]).toEqual([
      2,
      expect.stringContaining('shipments: must hold at least one shipment'),
    ]);
  });
});
