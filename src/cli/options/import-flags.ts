import { COLUMN_PARTS, parseColumns } from '../../import/transcript-options.ts';
import { choiceFlag, countFlag, type Flag, listFlag, switchFlag, textFlag } from '../../run/flags/flag.ts';
import { COMMON_FLAGS } from '../../run/flags/run-flags.ts';

const TRANSCRIPT = 'Transcripts';
const OUTPUT = 'Output';

/** May be given several times. */
function columnsFlag(texts: Pick<Flag, 'group' | 'describe'>) {
  return {
    value: 'PART=NAME,…',
    ...texts,
    repeatable: true,
    parse: (text: string) => {
      const value = parseColumns(text);
      return value
        ? { value }
        : { wanted: `PART=NAME, with ${COLUMN_PARTS.slice(0, -1).join(', ')} or ${COLUMN_PARTS.at(-1)} as PART` };
    },
  } as const;
}

export const IMPORT_FLAGS = {
  columns: columnsFlag({
    group: TRANSCRIPT,
    describe: 'Columns by what they contain, such as conversation=Id,text=Message (common names are recognised)',
  }),
  delimiter: textFlag({
    group: TRANSCRIPT,
    value: 'CHARACTER',
    describe: 'Between the cells of a CSV file, such as ";" or tab (default: found in the first line)',
  }),
  encoding: textFlag({
    group: TRANSCRIPT,
    value: 'NAME',
    describe: 'Encoding of the files (default: by their byte order mark, else UTF-8 or Windows-1252)',
  }),
  'user-value': listFlag({
    group: TRANSCRIPT,
    describe: 'Speaker that is the user; repeatable (common names are recognised)',
  }),
  'bot-value': listFlag({
    group: TRANSCRIPT,
    describe: 'Speaker that is the bot; repeatable (common names are recognised, else all but the user)',
  }),
  timing: switchFlag({
    group: TRANSCRIPT,
    describe: 'Import recorded pauses as think times, and recorded starts as an open load that replays them',
  }),
  'date-order': choiceFlag({ group: TRANSCRIPT, describe: 'What comes first in dates such as 3/4/2024' }, [
    'day-first',
    'month-first',
  ]),
  expect: choiceFlag(
    {
      group: OUTPUT,
      describe:
        'Convert bot texts to checks that a reply is like them, contains or equals them (default: like for convos, contains for transcripts)',
    },
    ['none', 'like', 'contains', 'equals'],
  ),
  sample: countFlag(
    { group: OUTPUT, describe: 'Import N of the conversations, evenly spread (default: all that fit)' },
    1,
  ),
  out: textFlag({
    group: OUTPUT,
    alias: 'o',
    value: 'FILE',
    describe: 'Write the scenario to FILE (default: print it)',
  }),
  force: switchFlag({ group: OUTPUT, describe: 'Overwrite an existing file' }),
  ...COMMON_FLAGS,
};
