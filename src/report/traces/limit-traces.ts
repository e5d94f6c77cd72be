import type { TracedConversation } from './trace-schema.ts';

/** Maximum number of characters of all lines together: a report stays small however many conversations are traced. */
const MAX_CHARACTERS = 300_000;

/** The same traces without the lines beyond the limit, which are counted. */
export function limitTraces(traces: readonly TracedConversation[]): readonly TracedConversation[] {
  let left = MAX_CHARACTERS;
  return traces.map((trace) => {
    const lines = trace.lines.filter(({ text }) => {
      const fits = text.length <= left;
      left -= text.length;
      return fits;
    });
    const omitted = (trace.omitted ?? 0) + trace.lines.length - lines.length;
    return { ...trace, lines, ...(omitted > 0 && { omitted }) };
  });
}
