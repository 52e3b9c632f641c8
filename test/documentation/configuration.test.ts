import { describe, expect, it } from 'vitest';
import { readConfig, VARIABLES } from '../../src/app/config.ts';
import { SERVE_EXIT } from '../../src/app/process.ts';
import { ConfigError } from '../../src/errors.ts';
import { readDocument, tableOf } from './tables.ts';

const document = readDocument('configuration.md');

describe('docs/configuration.md', () => {
  it('has the rows of the table in the code, no more, no fewer, in their order', () => {
    const rows = Object.entries(VARIABLES).map(([name, { defaultText, meaning }]) => [
      name,
      defaultText,
      meaning,
    ]);
    expect(tableOf(document, 'variable')).toEqual(rows);
  });

  it('has no cell that would break its row', () => {
    for (const { meaning, defaultText } of Object.values(VARIABLES))
      expect(meaning + defaultText).not.toMatch(/[|\n]/);
  });

  it('shows the message that its example gets', () => {
    const [, call = '', message = ''] = document.match(/```\n\$ (.*) npm start\n.*:\n(.*?)\n```/s) ?? [];
    const environment = Object.fromEntries(call.split(' ').map((pair) => pair.split('=')));
    expect(() => readConfig(environment)).toThrow(new ConfigError(message));
  });

  it('has the exit codes of the service', () => {
    expect(tableOf(document, 'exit code').map(([code]) => Number(code))).toEqual(Object.values(SERVE_EXIT));
  });
});
