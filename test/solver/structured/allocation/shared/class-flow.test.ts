import { describe, expect, it } from 'vitest';
import { ClassFlow, classesIn } from '../../../../../src/solver/structured/allocation/shared/class-flow.ts';

const [first, second, both] = [1, 2, 3];

describe('the flow of one product', () => {
  it('gives a unit to another class where that lets more of them be served', () => {
    // Class 0 takes all 3 shared units first. Its own 2 units come later, and free 2 shared ones for class 1.
    const flow = new ClassFlow(Float64Array.of(3, 2));
    flow.add(both, 3);
    expect(flow.augment()).toBe(3);
    flow.add(first, 2);
    expect([flow.augment(), flow.missing]).toEqual([2, 0]);
  });

  it('names the classes on the short side of the cut, with those that would have to give something up', () => {
    const flow = new ClassFlow(Float64Array.of(3, 2, 4));
    flow.add(both, 4);
    flow.add(4, 9);
    flow.augment();
    expect(flow.missing).toBe(1);
    expect(classesIn(flow.shortClasses())).toEqual([0, 1]);
    // 2 more units that only class 1 may take end it: class 1 leaves the shared ones to class 0.
    flow.add(second, 2);
    flow.augment();
    expect([flow.missing, flow.shortClasses()]).toEqual([0, 0]);
  });
});
