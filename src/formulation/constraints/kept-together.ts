import type { ProgramBuilder } from '../../program/program-builder.ts';
import { type ColumnMap, dependencyGroups } from '../column-map.ts';

/**
 * kept together: lines of one `itemDependency` group are released together or not at all. In full release
 * nothing is to be added; by line z_i is the same for the group; by quantity u_i = q_i · (1 − g), the group's
 * lines whole or not at all.
 */
export function addKeptTogether(builder: ProgramBuilder, columns: ColumnMap): void {
  for (const [group, lines] of dependencyGroups(columns.lines)) {
    const groupReleased = columns.groupReleased.get(group);
    for (const line of lines) {
      const unfilled = columns.unfilled.get(line);
      if (groupReleased !== undefined && unfilled !== undefined) {
        builder.addRow(line.quantity, line.quantity, [
          [unfilled, 1],
          [groupReleased, line.quantity],
        ]);
      }
      const released = columns.lineReleased.get(line);
      const first = columns.lineReleased.get(lines[0]!);
      if (released !== undefined && first !== undefined && released !== first) {
        builder.addRow(0, 0, [
          [released, 1],
          [first, -1],
        ]);
      }
    }
  }
}
