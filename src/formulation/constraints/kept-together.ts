import type { ProgramBuilder } from '../../program/program-builder.ts';
import { type ColumnMap, dependencyGroups } from '../column-map.ts';

/**
 * kept together: lines of one `itemDependency` group are released together or not at all. In full release
 * nothing is to be added; by line z_i is the same for the group; by quantity u_i = q_i · (1 − g), the group's
 * lines whole or not at all.
 */
export function addKeptTogether(builder: ProgramBuilder, columns: ColumnMap): void {
  const groups = dependencyGroups(columns.lines);
  for (const [group, released] of columns.groupReleased) {
    for (const line of groups.get(group)!) {
      builder.addRow(line.quantity, line.quantity, [
        [columns.unfilled.get(line)!, 1],
        [released, line.quantity],
      ]);
    }
  }
  for (const [first, ...others] of groups.values()) {
    const released = columns.lineReleased.get(first!);
    if (released === undefined) continue;
    for (const line of others) {
      builder.addRow(0, 0, [
        [columns.lineReleased.get(line)!, 1],
        [released, -1],
      ]);
    }
  }
}
