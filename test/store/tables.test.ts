import { sql } from 'kysely';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { describeStores } from './stores.ts';
import { compileInStore } from './type-checker.ts';

/** Of each table its columns, each as its kind, whether it may be null, and what an insert says of it. */
type Columns = Record<string, Record<string, string>>;

/** Tables that no statement of the store names. */
const OF_MIGRATIONS = ['schema_version'];

const KINDS: Readonly<Record<string, string>> = {
  text: 'string',
  date: 'string',
  'timestamp with time zone': 'string',
  bigint: 'number',
  integer: 'number',
  'double precision': 'number',
  boolean: 'boolean',
  json: 'json',
  jsonb: 'json',
};

const describeColumn = (kind: string, isNullable: boolean, insert: string): string =>
  `${kind}${isNullable ? ' or null' : ''}, ${insert} in an insert`;

const SNIPPET = `
  import type { Insertable, Selectable } from 'kysely';
  import type { Tables } from './tables.ts';
  export type Read = { [Table in keyof Tables]: Selectable<Tables[Table]> };
  export type Inserted = { [Table in keyof Tables]: Insertable<Tables[Table]> };
`;

/** The tables as `tables.ts` declares them. */
function declaredTables(): Columns {
  const { program, snippet } = compileInStore(SNIPPET);
  const checker = program.getTypeChecker();
  const [read, inserted] = snippet.statements
    .filter(ts.isTypeAliasDeclaration)
    .map((alias) => checker.getTypeAtLocation(alias.name));
  const typeOf = (symbol: ts.Symbol) => checker.getTypeOfSymbol(symbol);
  const kindOf = (type: ts.Type): string => {
    const value = checker.getNonNullableType(type);
    if (checker.isTypeAssignableTo(value, checker.getStringType())) return 'string';
    if (checker.isTypeAssignableTo(value, checker.getNumberType())) return 'number';
    return checker.isTypeAssignableTo(value, checker.getBooleanType()) ? 'boolean' : 'json';
  };
  const tables: Columns = {};
  for (const table of read!.getProperties()) {
    const insert = typeOf(inserted!.getProperty(table.name)!);
    tables[table.name] = {};
    for (const column of typeOf(table).getProperties()) {
      const type = typeOf(column);
      const given = insert.getProperty(column.name);
      const isOptional = given !== undefined && (given.flags & ts.SymbolFlags.Optional) !== 0;
      tables[table.name]![column.name] = describeColumn(
        kindOf(type),
        checker.isTypeAssignableTo(checker.getNullType(), type),
        given === undefined ? 'impossible' : isOptional ? 'optional' : 'required',
      );
    }
  }
  return tables;
}

describe('tables.ts', () => {
  const declared = declaredTables();

  describeStores((under) => {
    it('declares every table and column of a migrated database as it is', async () => {
      const { rows } = await sql<Record<string, string | null>>`
        select c.* from information_schema.columns c join information_schema.tables t
          using (table_schema, table_name)
        where table_schema = 'public' and t.table_type = 'BASE TABLE'`.execute(under().database.db);
      const migrated: Columns = {};
      for (const row of rows) {
        const table = row.table_name!;
        if (OF_MIGRATIONS.includes(table)) continue;
        const isMade = row.is_generated === 'ALWAYS' || row.identity_generation === 'ALWAYS';
        const isOptional = row.is_nullable === 'YES' || row.column_default !== null;
        migrated[table] = {
          ...migrated[table],
          [row.column_name!]: describeColumn(
            KINDS[row.data_type!] ?? row.data_type!,
            row.is_nullable === 'YES',
            isMade ? 'impossible' : isOptional ? 'optional' : 'required',
          ),
        };
      }
      expect(declared).toEqual(migrated);
    });
  });
});
