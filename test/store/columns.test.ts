import { readdirSync, readFileSync } from 'node:fs';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { compileInStore, errorLinesIn } from './type-checker.ts';

const STORE = 'src/store';
/** Where no statement about our tables stands, and where the schema is made. */
const NOT_STATEMENTS = /^(migrations|connection|embedded)\//;

/** What looks at the rows of every site. */
const OF_ALL_SITES = /store\/doctor\//;

const HEAD = [
  `import type { QueryCreator } from 'kysely';`,
  `import { type GivenRows, recordset, unnested } from './given-rows.ts';`,
  `import { insertSelected } from './insert-selected.ts';`,
  `import type { Tables } from './tables.ts';`,
  `declare const db: QueryCreator<Tables>;`,
  `declare const rows: GivenRows<{ product_code: string; units: number }>;`,
];

/** A statement that compiles, and the same with one name changed. */
const MISSPELT: readonly (readonly [what: string, right: string, wrong: string])[] = [
  ['a table', `db.selectFrom('stock').select('on_hand')`, `db.selectFrom('stocks').select('on_hand')`],
  [
    'a selected column',
    `db.selectFrom('stock').select('on_hand')`,
    `db.selectFrom('stock').select('onhand')`,
  ],
  [
    'a column of a condition',
    `db.selectFrom('stock').select('on_hand').where('available', '>=', 1)`,
    `db.selectFrom('stock').select('on_hand').where('availible', '>=', 1)`,
  ],
  [
    'a column that an update sets',
    `db.updateTable('stock').set((eb) => ({ allocated: eb('allocated', '+', 1) }))`,
    `db.updateTable('stock').set((eb) => ({ alocated: eb('allocated', '+', 1) }))`,
  ],
  [
    'a column inside an expression',
    `db.updateTable('stock').set((eb) => ({ allocated: eb('allocated', '+', 1) }))`,
    `db.updateTable('stock').set((eb) => ({ allocated: eb('alocated', '+', 1) }))`,
  ],
  [
    'a column of given rows',
    `db.selectFrom(unnested('g', rows, { product_code: 'text', units: 'bigint' })).select('g.units')`,
    `db.selectFrom(unnested('g', rows, { product_code: 'text', units: 'bigint' })).select('g.unit')`,
  ],
  [
    'a field of given rows',
    `recordset('g', rows, { product_code: 'text', units: 'bigint' })`,
    `recordset('g', rows, { product_code: 'text', unit: 'bigint' })`,
  ],
  [
    'a column of a common table expression',
    `db.with('c', (q) => q.selectFrom('stock').select('on_hand as n')).selectFrom('c').select('n')`,
    `db.with('c', (q) => q.selectFrom('stock').select('on_hand as n')).selectFrom('c').select('on_hand')`,
  ],
  [
    'the name that a selected value is inserted under',
    `insertSelected(db.insertInto('event_cursor'), db.selectFrom('site').select('site.site_id'))`,
    `insertSelected(db.insertInto('event_cursor'), db.selectFrom('site').select('site.site_id as site'))`,
  ],
];

describe('a misspelt name does not compile', () => {
  const rights = MISSPELT.map(([, right]) => `void (${right});`);
  const wrongs = MISSPELT.map(([, , wrong]) => `void (${wrong});`);
  const refused = errorLinesIn([...HEAD, ...rights, ...wrongs].join('\n'));
  const firstWrong = HEAD.length + rights.length;

  it('and the same statements with the right names do', () => {
    expect(refused.filter((line) => line < firstWrong)).toEqual([]);
  });
  for (const [index, [what]] of MISSPELT.entries()) {
    it(what, () => expect(refused).toContain(firstWrong + index));
  }
});

/** Names of tables and columns, as `tables.ts` declares them. */
function namesOfTables(): Set<string> {
  const { program, snippet } = compileInStore(
    `import type { Tables } from './tables.ts'; export type All = Tables;`,
  );
  const checker = program.getTypeChecker();
  const alias = snippet.statements.find(ts.isTypeAliasDeclaration)!;
  const tables = checker.getTypeAtLocation(alias.name).getProperties();
  const columns = tables.flatMap((table) => checker.getTypeOfSymbol(table).getProperties());
  return new Set([...tables, ...columns].map((symbol) => symbol.name));
}

/** The SQL text of a template that is tagged with `sql`, without its values and its quoted strings. */
function sqlTextOf(node: ts.Node): string | null {
  if (!ts.isTaggedTemplateExpression(node) || node.tag.getText() !== 'sql') return null;
  const { template } = node;
  const parts = ts.isNoSubstitutionTemplateLiteral(template)
    ? [template.text]
    : [template.head.text, ...template.templateSpans.map((span) => span.literal.text)];
  return parts.join(' ? ').replaceAll(/'[^']*'/g, '');
}

const EXECUTES = new Set(['execute', 'executeTakeFirst', 'executeTakeFirstOrThrow']);
const NOT_QUERIES = /\.(transaction|connection)\(\)|\.setIsolationLevel\(/;

/** What the source files hold of statements. */
interface Count {
  /** Built from tables and columns that the compiler knows. */
  readonly built: string[];
  /** Texts of SQL that run as they are. */
  readonly plain: string[];
  /** Builders that begin with a table of ours, to the end of their chain of calls. */
  readonly begun: string[];
  /** Pieces of SQL text that name a table or a column. */
  readonly unchecked: string[];
}

const BEGINS = new Set(['selectFrom', 'insertInto', 'updateTable', 'deleteFrom']);

/** The whole chain of calls that begins with `node`, and what inserts its rows. */
function chainOf(node: ts.Node): ts.Node {
  const { parent } = node;
  const goesOn =
    (ts.isPropertyAccessExpression(parent) && parent.expression === node) ||
    (ts.isCallExpression(parent) && parent.expression === node) ||
    (ts.isCallExpression(parent) && parent.expression.getText() === 'insertSelected');
  return goesOn ? chainOf(parent) : node;
}

/** The table of ours that a call begins a builder with; null where it is none. */
function tableOf(node: ts.CallExpression, names: ReadonlySet<string>): string | null {
  const [first] = node.arguments;
  if (!ts.isPropertyAccessExpression(node.expression) || !BEGINS.has(node.expression.name.text)) return null;
  if (first === undefined || !ts.isStringLiteral(first)) return null;
  const table = first.text.split(' ')[0]!;
  return names.has(table) ? table : null;
}

function count(file: ts.SourceFile, names: ReadonlySet<string>, found: Count): void {
  const visit = (node: ts.Node): void => {
    const text = sqlTextOf(node);
    const named = text?.match(/[a-z_]+/gi)?.filter((word) => names.has(word)) ?? [];
    if (named.length > 0) found.unchecked.push(`${file.fileName}: ${named.join(', ')} in ${node.getText()}`);
    if (ts.isCallExpression(node)) {
      const { expression } = node;
      if (tableOf(node, names) !== null && !OF_ALL_SITES.test(file.fileName))
        found.begun.push(chainOf(node).getText());
      if (ts.isIdentifier(expression) && expression.text === 'statement') found.built.push(node.getText());
      if (ts.isPropertyAccessExpression(expression) && EXECUTES.has(expression.name.text)) {
        const target = expression.expression;
        if (sqlTextOf(target) !== null) found.plain.push(target.getText());
        else if (!NOT_QUERIES.test(target.getText())) found.built.push(node.getText());
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
}

describe('the statements of the store', () => {
  const found: Count = { built: [], plain: [], begun: [], unchecked: [] };
  const names = namesOfTables();
  const files = readdirSync(STORE, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !NOT_STATEMENTS.test(name))
    .map((name) => {
      const path = `${STORE}/${name}`;
      return ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
    });
  for (const file of files) count(file, names, found);

  it('are built, all but the one that asks whether the database answers', () => {
    expect(found.built.length).toBeGreaterThan(60);
    expect(found.plain).toEqual(['sql`select 1`']);
  });

  it('name no table and no column in a piece of SQL text', () => {
    expect(names.size).toBeGreaterThan(70);
    expect(found.unchecked).toEqual([]);
  });

  it('name the site of the rows of each table that they begin with', () => {
    expect(found.begun.length).toBeGreaterThan(80);
    // `entryOf` and `causeOf` are the site and the cause of a ledger entry; the doctor looks at every site.
    expect(found.begun.filter((text) => !/site_?id|entryOf|causeOf/i.test(text))).toEqual([]);
  });

  it('of which a piece of SQL text that names a column is noticed', () => {
    const noticed: Count = { built: [], plain: [], begun: [], unchecked: [] };
    const text = `sql\`select on_hand from stock where 'status' = \${1}\`.execute(db);`;
    count(ts.createSourceFile('probe.ts', text, ts.ScriptTarget.Latest, true), names, noticed);
    expect(noticed.plain).toHaveLength(1);
    expect(noticed.unchecked).toEqual([expect.stringContaining('on_hand, stock in')]);
  });
});
