/**
 * Splits demands into parts that share no candidate (the connected components of demands and candidates).
 *
 * The candidates of a part serve only its demands. So the value of a cover is the sum over the parts, and the first of
 * the best covers is the union of the first best covers of the parts.
 *
 * @param candidatesOf the candidates of each demand
 * @returns the demands of each part
 */
export function independentParts(candidatesOf: readonly (readonly number[])[]): number[][] {
  const parent = candidatesOf.map((_, demand) => demand);
  const find = (demand: number): number => {
    let root = demand;
    while (parent[root] !== root) root = parent[root]!;
    for (let at = demand; at !== root; ) [at, parent[at]] = [parent[at]!, root];
    return root;
  };
  const firstWith = new Map<number, number>();
  candidatesOf.forEach((candidates, demand) => {
    for (const candidate of candidates) {
      const first = firstWith.get(candidate);
      if (first === undefined) firstWith.set(candidate, demand);
      else parent[find(demand)] = find(first);
    }
  });
  const parts = new Map<number, number[]>();
  candidatesOf.forEach((_, demand) => {
    const root = find(demand);
    const known = parts.get(root);
    if (known === undefined) parts.set(root, [demand]);
    else known.push(demand);
  });
  return [...parts.values()];
}
