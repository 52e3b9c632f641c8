import type { TestSite } from './service/site.ts';

/** Lets something happen between the first decision of a site and what is made of it. @returns whether it has happened */
export function onFirstDecision({ ports }: TestSite, happens: () => Promise<unknown>): () => boolean {
  const { decide } = ports;
  let has = false;
  const decideFirst: typeof decide = async (request) => {
    const decision = await decide(request);
    if (!has) {
      has = true;
      await happens();
    }
    return decision;
  };
  Object.assign(ports, { decide: decideFirst });
  return () => has;
}
