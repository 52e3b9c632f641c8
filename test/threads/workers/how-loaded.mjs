/** Gives back the calls that led to this module while it was loaded. */
const loadedBy = new Error('loaded').stack;

export const solve = () => ({ ok: true, outcome: loadedBy });
