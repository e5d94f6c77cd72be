import type { Report } from '../../report/report.ts';

type Check = Report['checks'][number];

/** A check with the names of what it covers, also where a run does not measure each conversation or step (`--series`). */
export type NamedCheck = Check & { readonly conversation: string; readonly step: string };

export function nameCheck(check: Check): NamedCheck {
  const { conversation = 'all conversations', step = 'all steps' } = check;
  return { ...check, conversation, step };
}
