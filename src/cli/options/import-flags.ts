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
    describe: 'Names of the columns, such as conversation=Id,text=Message (default: common names)',
  }),
  delimiter: textFlag({
    group: TRANSCRIPT,
    value: 'CHARACTER',
    describe: 'Delimiter of CSV cells, such as ";" or tab (default: detected from the first line)',
  }),
  encoding: textFlag({
    group: TRANSCRIPT,
    value: 'NAME',
    describe: 'Encoding of the files (default: from the byte order mark, else UTF-8 or Windows-1252)',
  }),
  'user-value': listFlag({
    group: TRANSCRIPT,
    describe: 'Name of the user in the speaker column; repeatable (default: common names)',
  }),
  'bot-value': listFlag({
    group: TRANSCRIPT,
    describe: 'Name of the bot in the speaker column; repeatable (default: common names, else all but the user)',
  }),
  timing: switchFlag({
    group: TRANSCRIPT,
    describe: 'Import recorded pauses as think times, and recorded starts as an open load that replays them',
  }),
  'date-order': choiceFlag({ group: TRANSCRIPT, describe: 'Order of day and month in dates such as 3/4/2024' }, [
    'day-first',
    'month-first',
  ]),
  expect: choiceFlag(
    {
      group: OUTPUT,
      describe: 'Kind of check that bot texts become (default: like for convos, contains for transcripts)',
    },
    ['none', 'like', 'contains', 'equals'],
  ),
  sample: countFlag(
    { group: OUTPUT, describe: 'Import N conversations, evenly sampled (default: as many as a scenario can have)' },
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
