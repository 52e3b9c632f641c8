import { coverings } from './coverings.ts';
import type { InstanceClass } from './instance.ts';
import { limits } from './limits.ts';
import { partial } from './partial.ts';
import { large, tight, typical } from './plain.ts';
import { publishedClasses } from './published.ts';
import { retailClass } from './retail.ts';
import { kits, together } from './varied/groups.ts';
import { bothLimits, children, mid, splitBinding, splitLoose } from './varied/limits.ts';
import { bulk, crowd, nearTies, oneLine } from './varied/products.ts';
import { weighted } from './weighted.ts';

/** Every class whose data is there, in the order of the table. */
export function allClasses(): InstanceClass[] {
  const retail = retailClass();
  return [
    typical,
    large,
    tight,
    limits,
    weighted,
    partial,
    splitLoose,
    splitBinding,
    bothLimits,
    mid,
    crowd,
    oneLine,
    nearTies,
    bulk,
    kits,
    together,
    children,
    ...(retail === null ? [] : [retail]),
    ...publishedClasses(),
    ...coverings,
  ];
}
