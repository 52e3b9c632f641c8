import {
  AliasNode,
  ColumnNode,
  type Expression,
  IdentifierNode,
  type Insertable,
  type InsertQueryBuilder,
  type OperationNode,
  ReferenceNode,
  SelectQueryNode,
} from 'kysely';

/** The name under which a select list answers an expression. */
function nameOf(selection: OperationNode): string {
  if (AliasNode.is(selection) && IdentifierNode.is(selection.alias)) return selection.alias.name;
  if (ReferenceNode.is(selection) && ColumnNode.is(selection.column)) return selection.column.column.name;
  throw new TypeError(`a ${selection.kind} in a select list has no name to insert it by`);
}

/**
 * `insert into table (columns) select …`, each selected value into the column of its name. SQL goes by place
 * alone; here a value under a wrong name, of a wrong type, or a column without a default that is left out does not
 * compile.
 */
export function insertSelected<DB, Table extends keyof DB, Result, Row extends Insertable<DB[Table]>>(
  insert: InsertQueryBuilder<DB, Table, Result>,
  rows: Expression<Row>,
): InsertQueryBuilder<DB, Table, Result> {
  const select = rows.toOperationNode();
  if (!SelectQueryNode.is(select)) throw new TypeError('rows to insert come from a select');
  const names = (select.selections ?? []).map(({ selection }) => nameOf(selection));
  return insert.columns(names as (keyof DB[Table] & string)[]).expression(rows);
}
