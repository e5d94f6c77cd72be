import { choiceFlag, switchFlag, textFlag } from '../../run/flags/flag.ts';
import { COMMON_FLAGS } from '../../run/flags/run-flags.ts';

const TRANSCRIPT = 'Transcripts';
const OUTPUT = 'Output';

export const IMPORT_FLAGS = {
  'conversation-column': textFlag({
    group: TRANSCRIPT,
    value: 'NAME',
    describe:
      'Column with the conversation id (common names are recognised; without one, the file is one conversation)',
  }),
  'speaker-column': textFlag({
    group: TRANSCRIPT,
    value: 'NAME',
    describe: 'Column with the speaker (common names are recognised)',
  }),
  'text-column': textFlag({
    group: TRANSCRIPT,
    value: 'NAME',
    describe: 'Column with the text (common names are recognised)',
  }),
  'user-value': textFlag({
    group: TRANSCRIPT,
    value: 'TEXT',
    describe: 'Value of the speaker column that means the user',
  }),
  expect: choiceFlag(
    {
      group: OUTPUT,
      describe: 'Convert bot texts to checks that a reply contains or equals them (default contains)',
    },
    ['none', 'contains', 'equals'],
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
