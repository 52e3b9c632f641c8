import type { TestSite } from './service/site.ts';

/** Lets something happen between the first decision of a site and what is made of it. @returns whether it has happened */
export function onFirstDecision({ ports }: TestSite, happens: () => Promise<unknown>): () => boolean {
  const { decide, decideWave } = ports;
  let has = false;
  const thenFirst =
    <Asked, Answer>(decided: (request: Asked) => Promise<Answer>) =>
    async (request: Asked): Promise<Answer> => {
      const answer = await decided(request);
      if (!has) {
        has = true;
        await happens();
      }
      return answer;
    };
  Object.assign(ports, { decide: thenFirst(decide), decideWave: thenFirst(decideWave) });
  return () => has;
}
