import type { Verification } from '../decision/verify/verification.ts';
import type { WaveVerification } from '../decision/verify/wave/verify-wave.ts';
import { objectiveText } from './decision-text.ts';
import { table } from './table.ts';

/** A checker's finding as a person reads it. */
export function verificationText({ valid, violations, objective }: Verification | WaveVerification): string {
  const count = violations.length === 1 ? '1 violation' : `${violations.length} violations`;
  const head = valid ? 'The plan is valid.\n' : `The plan is not valid: ${count}.\n`;
  const rows = violations.map(({ code, path, message }) => [code, path || '(plan)', message]);
  const list = rows.length === 0 ? '' : `\n${table(['rule', 'where', 'what'], rows)}`;
  return head + list + objectiveText(objective);
}
