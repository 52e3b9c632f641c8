/** A module that is not a worker of ours. */
export const other = 1;
