import type { ProgramBuilder } from '../../program/program-builder.ts';
import type { ColumnMap } from '../column-map.ts';
import { unitsPerKit } from '../kits.ts';

/**
 * shipped together: for a group with `ship: "together"` every package gives whole kits, x_ik = (q_i / N_g) · n_gk. A
 * package that some line of the group may not use gives none: x_ik = 0. Σ_k n_gk = n_g follows from *kept together*.
 */
export function addShippedTogether(builder: ProgramBuilder, columns: ColumnMap): void {
  for (const [name, kitsOf] of columns.kitsFromPackage) {
    const group = columns.groups.get(name)!;
    for (const line of group.lines) {
      for (const column of columns.cellsOfLine.get(line)!) {
        const kits = kitsOf.get(columns.cells[column]!.source.package);
        if (kits === undefined) builder.addRow(0, 0, [[column, 1]]);
        else {
          builder.addRow(0, 0, [
            [column, 1],
            [kits, -unitsPerKit(line, group)],
          ]);
        }
      }
    }
  }
}
