/** How a command ends. The help and the README list these; a script can rely on them. */
export const EXIT = {
  done: 0,
  failed: 1,
  unusable: 2,
  held: 3,
  planInvalid: 4,
  nothingProven: 5,
  countersDiffer: 6,
} as const;
/** One of the {@link EXIT} codes. */
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** What each code means, in the words of the help. */
const EXIT_MEANINGS: Record<keyof typeof EXIT, string> = {
  done: 'released or partially released; the plan is valid; stopped when told to; nothing differs',
  failed: 'something failed: a defect, a solver that broke, an address in use',
  unusable: 'wrong usage or unusable input; every fault is printed with its path',
  held: 'optimize: the shipment stays in backorder; wave: all of them do; the reasons are printed',
  planInvalid: 'verify: the plan breaks rules; they are printed',
  nothingProven: 'optimize: the time limit passed with neither a plan nor a proof that there is none',
  countersDiffer: 'doctor: counters differ from the ledger; they are printed',
};

/** The table of exit codes, as the help shows it. */
export function exitCodeHelp(): string {
  const rows = (Object.keys(EXIT) as (keyof typeof EXIT)[]).map(
    (name) => `  ${EXIT[name]}  ${EXIT_MEANINGS[name]}`,
  );
  return `Exit codes:\n${rows.join('\n')}\n`;
}
