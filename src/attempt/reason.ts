import type { Solved } from '../decision/solved.ts';
import type { Termination } from '../solver/outcome.ts';

/** What the structured search and the engine ran into, of an attempt that the search alone did not settle. */
export interface Course {
  /** Why the search does not cover the attempt; null where it does. */
  readonly declined: string | null;
  /** What the search broke with; null where it did not. */
  readonly searchFailure: string | null;
  /** What the engine's last turn ended with; null where it had none. */
  readonly engineEnd: Termination | null;
}

/** Who answers, as a sentence begins, by the name that a proof gives; an engine's own name where it is not here. */
const ANSWERERS: Readonly<Record<string, string>> = {
  'closed-form': 'the closed form',
  'structured-search': 'the structured search',
  greedy: 'a greedy pass',
  bounds: 'bound propagation',
};

const nameOf = ({ engine }: Solved): string => ANSWERERS[engine] ?? engine;

function searchCourse({ declined, searchFailure }: Course): string {
  if (searchFailure !== null) return `the structured search broke (${searchFailure})`;
  if (declined !== null) return `the structured search does not cover this attempt (${declined})`;
  return 'the structured search did not finish in its turns';
}

function engineCourse({ engineEnd }: Course): string {
  if (engineEnd === null) return 'no time was left to ask an engine';
  if (engineEnd === 'numerical') return "an engine's answer to the textbook program was refused";
  return 'an engine did not finish the textbook program either';
}

/** Why an engine's proof is the answer. */
export const engineSettled = (solved: Solved, course: Course): string =>
  `${nameOf(solved)} answered, because ${searchCourse(course)}; ${solved.reason}`;

/** Who found the best plan of all turns, and what kept everybody from proving it. */
export function nobodySettled(solved: Solved, course: Course): string {
  const found =
    solved.units === null
      ? 'nobody found a plan'
      : `${nameOf(solved)} found the plan, and nobody proved that it is the best`;
  return `${found}: ${searchCourse(course)}, and ${engineCourse(course)}`;
}
