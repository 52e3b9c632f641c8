import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { FAMILIES } from '../../../src/decision/verify/rules.ts';

const folder = new URL('../../../src/decision/verify/', import.meta.url);

/** The rows of the README's table: code and file. */
function readTable(): { code: string; file: string }[] {
  const text = readFileSync(new URL('README.md', folder), 'utf8');
  const rows = text.matchAll(/^\| `(?<code>[A-Z_]+)` *\| [^|]+ \| (?<file>[a-z/-]+\.ts) *\|$/gm);
  return Array.from(rows, ({ groups }) => ({ code: groups?.code ?? '', file: groups?.file ?? '' }));
}

const coded = FAMILIES.flatMap(({ file, rules }) => rules.map(({ code }) => ({ code, file })));

describe('the table of rules in the README', () => {
  test('lists exactly the rules of the code, in their order, each with its file', () => {
    expect(readTable()).toEqual(coded);
  });

  test('names files that exist and hold the rule', () => {
    for (const { code, file } of readTable()) {
      const path = new URL(file, folder);
      expect(existsSync(path), file).toBe(true);
      expect(readFileSync(path, 'utf8'), `${code} in ${file}`).toContain(`'${code}'`);
    }
  });

  test('uses each code once', () => {
    const codes = coded.map(({ code }) => code);
    expect(new Set(codes).size).toBe(codes.length);
  });
});
