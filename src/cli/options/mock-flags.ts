import { PROTOCOL_NAMES } from '../../endpoint/protocol/protocol-names.ts';
import { type MockOptionDoc, mockOptionDocs } from '../../mock/mock-option-docs.ts';
import { choiceFlag, countFlag, type Flag, textFlag } from '../../run/flags/flag.ts';
import { COMMON_FLAGS } from '../../run/flags/run-flags.ts';

/** Flags that are no options of the mock endpoint. */
export const SERVE_FLAGS = {
  port: countFlag({ group: 'Endpoint', describe: 'Port to listen on (default 4010; 0: any free port)' }, 0),
  host: textFlag({ group: 'Endpoint', value: 'ADDRESS', describe: 'Address to listen on (default 127.0.0.1)' }),
  from: textFlag({
    group: 'Endpoint',
    value: 'FILE',
    describe: 'Read the mock options from a scenario file, and the protocol from its first target',
  }),
  protocol: choiceFlag({ group: 'Endpoint', describe: 'Protocol to speak (default cognigy)' }, PROTOCOL_NAMES),
  ...COMMON_FLAGS,
};

/** `faults.errorOutput` → `faults-error-output` */
export const mockFlagName = (key: string) =>
  key.replace(/\./g, '-').replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

const FLAG_NAMES = new Map(mockOptionDocs.map(({ key }) => [key.replace('faults.', ''), `--${mockFlagName(key)}`]));

/** One flag per mock option, made from the options' own definition. */
const OPTION_FLAGS: Readonly<Record<string, Flag<string>>> = Object.fromEntries(
  mockOptionDocs.map((option) => [
    mockFlagName(option.key),
    textFlag({
      group: option.key.startsWith('faults.') ? 'Faults' : 'Behaviour',
      value: option.value,
      describe: describe(option),
    }),
  ]),
);

/** A time in another form than a plain duration. */
function isRandom(text: string): boolean {
  return / |\.\./.test(text);
}

/**
 * Other options are named as flags: `--cold-delay`, not `coldDelay`. A default is an example, too, except that it may not show
 * that a time can be random.
 */
function describe({ description: text, example, default: usual }: MockOptionDoc): string {
  const description = text.replace(/\b[a-z]+[A-Z]\w*/g, (word) => FLAG_NAMES.get(word) ?? word);
  const isNews = usual === undefined ? example !== '' : isRandom(example) && !isRandom(usual);
  const notes = [usual && `default ${usual}`, isNews && `for instance ${example}`].filter(Boolean);
  return notes.length === 0 ? description : `${description} (${notes.join(', ')})`;
}

export const MOCK_FLAGS = { ...OPTION_FLAGS, ...SERVE_FLAGS };
