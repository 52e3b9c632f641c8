import { readFileSync } from 'node:fs';

/** Reads a document of `docs/`. */
export const readDocument = (name: string): string =>
  readFileSync(new URL(`../../docs/${name}`, import.meta.url), 'utf8');

/**
 * The cells of the table whose first head is `head`, without code marks and anchors around the first cell.
 *
 * @throws Error when there is no such table
 */
export function tableOf(markdown: string, head: string): string[][] {
  const lines = markdown.split('\n');
  const start = lines.findIndex((line) => line.startsWith(`| ${head} |`));
  if (start === -1) throw new Error(`no table with the head ${head}`);
  const rows: string[][] = [];
  for (const line of lines.slice(start + 2)) {
    if (!line.startsWith('|')) break;
    const [first = '', ...others] = line
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim());
    rows.push([first.replace(/^(<a id="[^"]*"><\/a>)?`([^`]*)`$/, '$2'), ...others]);
  }
  return rows;
}
