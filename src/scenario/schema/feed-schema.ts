import { z } from 'zod';
import { choice, isMap } from './choice-schema.ts';
import { messageFor, text } from './field-forms.ts';

const file = text.min(1).meta({
  description:
    'CSV with a header line, JSON (an array of objects) or JSONL (one object per line), relative to this file.',
  examples: ['guests.csv'],
});

const longFeed = z.strictObject({
  file,
  order: z.enum(['sequential', 'random', 'shuffled', 'unique']).optional().meta({
    description:
      'Which row a conversation uses. sequential: the rows in order; unique: in order, each row once; shuffled: each row once per pass, in a new random order; random: any row each time.',
    default: 'sequential',
  }),
  whenEmpty: z.enum(['recycle', 'stop']).optional().meta({
    description: 'After the last row: start again (recycle) or end the run (stop). Default: recycle; stop for unique.',
  }),
  delimiter: text
    .length(1, { error: 'must be one character' })
    .optional()
    .meta({ description: 'CSV delimiter.', default: ',' }),
});
const shortFeed = file.transform((path): z.output<typeof longFeed> => ({ file: path }));

/** Rows of data, one for each conversation. */
export const feed = choice([shortFeed, longFeed], (value) => {
  if (isMap(value)) return longFeed;
  if (typeof value === 'string') return shortFeed;
  return messageFor('must be a file name, or { file: guests.csv, order: unique }')({ input: value });
}).meta({ description: 'Data for the conversation: {{column}} in its texts is replaced by the value in its row.' });
