import type { WaveContext } from './context.ts';
import { LeastPlaces } from './places/least-places.ts';
import { choosePlacesOfAll } from './places/sourcing.ts';
import { type Course, serveInOrder } from './queue/in-order.ts';
import { type Worth, worthOfCourse } from './worth.ts';

/** A wave that is decided to its end: who, of which days, and from where. */
export interface Decided {
  readonly course: Course;
  readonly least: LeastPlaces;
  /** 1 where fewer or cheaper packages may be possible. */
  readonly isOpen: Uint8Array;
  readonly worth: Worth;
}

/** Chooses the sources of a course, and says what it comes to. */
export async function decidedCourse(context: WaveContext, course: Course): Promise<Decided> {
  const least = new LeastPlaces(context, course);
  const { isOpen } = await choosePlacesOfAll(context, course, least);
  return { course, least, isOpen, worth: worthOfCourse(context, course) };
}

/** In the order of the queue. */
const inQueueOrder = ({ wants }: WaveContext): number[] => [...wants.keys()];

/** Those that want the fewest units first; of equal ones in the order of the queue. */
function smallestFirst({ wants }: WaveContext): number[] {
  return [...wants.keys()].sort((a, b) => wants[a]!.units - wants[b]!.units || a - b);
}

/** Serves a wave in the order of the queue, strictly; sources are left open. */
export const serveFirstCome = (context: WaveContext): Promise<Course> =>
  serveInOrder(context, { order: inQueueOrder(context), sourceAtOnce: false });

/** Likewise, whoever wants the fewest units first. */
export const serveSmallestFirst = (context: WaveContext): Promise<Course> =>
  serveInOrder(context, { order: smallestFirst(context), sourceAtOnce: false });

/** The order of the queue, strictly: sources are chosen once everybody has been served. */
export const decideFirstCome = async (context: WaveContext): Promise<Decided> =>
  decidedCourse(context, await serveFirstCome(context));

/** Fewest units first, otherwise as first-come. */
export const decideSmallestFirst = async (context: WaveContext): Promise<Decided> =>
  decidedCourse(context, await serveSmallestFirst(context));

/** The order of the queue, each as if it were alone: what the field does. */
export async function decideOneByOne(context: WaveContext): Promise<Decided> {
  const course = await serveInOrder(context, { order: inQueueOrder(context), sourceAtOnce: true });
  // Each chose in its turn: nothing is moved afterwards.
  const least = new LeastPlaces(context, course);
  const isOpen = new Uint8Array(context.wants.length);
  return { course, least, isOpen, worth: worthOfCourse(context, course) };
}
