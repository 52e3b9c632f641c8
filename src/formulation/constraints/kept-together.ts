import type { ProgramBuilder } from '../../program/program-builder.ts';
import type { ColumnMap } from '../column-map.ts';
import { unitsPerKit } from '../kits.ts';

/**
 * kept together: lines of one `itemDependency` group are released together or not at all. In full release nothing is to
 * be added; by line z_i is the same for the group; by quantity whole kits are released, Σ_k x_ik = (q_i / N_g) · n_g,
 * which demand by quantity turns into u_i = q_i − (q_i / N_g) · n_g.
 */
export function addKeptTogether(builder: ProgramBuilder, columns: ColumnMap): void {
  for (const [name, released] of columns.kitsReleased) {
    const group = columns.groups.get(name)!;
    for (const line of group.lines) {
      builder.addRow(line.quantity, line.quantity, [
        [columns.unfilled.get(line)!, 1],
        [released, unitsPerKit(line, group)],
      ]);
    }
  }
  for (const { lines } of columns.groups.values()) {
    const [first, ...others] = lines;
    const released = first === undefined ? undefined : columns.lineReleased.get(first);
    if (released === undefined) continue;
    for (const line of others) {
      builder.addRow(0, 0, [
        [columns.lineReleased.get(line)!, 1],
        [released, -1],
      ]);
    }
  }
}
