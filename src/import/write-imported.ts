import { LIMITS } from '../platform/limits.ts';
import type { Imported } from './imported.ts';
import { limitConversations } from './limit-conversations.ts';
import { writeScenario } from './write-scenario.ts';

export interface WrittenImport {
  readonly text: string;
  /** What of it is in the text. */
  readonly imported: Imported;
}

/** The scenario as YAML that palaver can read: with at most `sample` conversations, and no more than a scenario may have. */
export function writeImported(
  imported: Imported,
  {
    sample = Number.POSITIVE_INFINITY,
    ...terms
  }: { name: string; schema: string | undefined; sample?: number | undefined },
): WrittenImport {
  let maxCharacters: number = LIMITS.scenarioBytes;
  for (;;) {
    const limited = limitConversations(imported, sample, maxCharacters);
    const text = writeScenario(limited, terms);
    const bytes = Buffer.byteLength(text);
    if (bytes <= LIMITS.scenarioBytes || limited.conversations.length === 1) return { text, imported: limited };
    // The size was only estimated.
    maxCharacters *= (0.98 * LIMITS.scenarioBytes) / bytes;
  }
}
