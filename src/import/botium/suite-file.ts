import { basename } from 'node:path';
import { readBytesFile, readUtf8File } from '../../platform/files/read-file.ts';
import { LIMITS } from '../../platform/limits.ts';
import type { Convo } from './convo.ts';
import { type MemoryCase, readMemoryTable } from './memory-table.ts';
import { addUtterancesOfTable, readConvoCsv, readConvoTable } from './read-convo-table.ts';
import { readConvoText } from './read-convo-text.ts';
import { ConvoTree, TREE_KEYS } from './read-convo-tree.ts';
import { addUtterancesOfText, type Utterances } from './utterances.ts';

/** One file of a suite. The names of all utterance lists must be known before convos are read. */
export interface SuiteFile {
  readonly file: string;
  readonly cases: readonly MemoryCase[];
  addUtterances(lists: Utterances): void;
  convos(utterances: Utterances): readonly Convo[];
  partials(utterances: Utterances): readonly Convo[];
}

const CONVO = /\.(p?)convo\.(txt|csv)$/i;
const UTTERANCES = /\.utterances?\.(txt|csv)$/i;
const MEMORY = /\.scriptingmemory\.txt$/i;
const YAML = /\.ya?ml$/i;

/** A file that the user named, and how to reach it. */
export interface NamedFile {
  readonly file: string;
  readonly path: string;
}

/** Whether a file belongs to a suite of Botium: by the end of its name, or, if it is JSON, by its keys. */
export function isBotiumFile({ file, path }: NamedFile): boolean {
  if (isBotiumName(file)) return true;
  return /\.json$/i.test(file) && hasTreeKey(readBytesFile(path, 'file', LIMITS.transcriptBytes).toString('utf8'));
}

/** Whether only a suite of Botium has files with such a name. */
export function isBotiumName(file: string): boolean {
  return [CONVO, UTTERANCES, MEMORY, YAML].some((ending) => ending.test(file));
}

function hasTreeKey(text: string): boolean {
  if (!TREE_KEYS.some((key) => text.includes(`"${key}"`))) return false;
  try {
    const value: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
    return typeof value === 'object' && value !== null && TREE_KEYS.some((key) => Object.hasOwn(value, key));
  } catch {
    return false;
  }
}

/** KnownError if it cannot be read. */
export function readSuiteFile({ file, path }: NamedFile): SuiteFile {
  const source = { file, fallbackName: basename(file).replace(/(\.p?convo)?\.[^.]+$/i, '') };
  const nothing = { file, cases: [], addUtterances: () => undefined, convos: () => [], partials: () => [] };
  const read = (what: string) => readUtf8File(path, what, LIMITS.feedBytes);
  const [, partial = '', format = ''] = CONVO.exec(file) ?? [];
  if (format !== '') {
    const text = read('convo');
    const convos = (utterances: Utterances) =>
      format.toLowerCase() === 'csv'
        ? readConvoTable(readConvoCsv(text, file), source, utterances)
        : [readConvoText(text, source, utterances)];
    return partial === '' ? { ...nothing, convos } : { ...nothing, partials: convos };
  }
  if (UTTERANCES.test(file)) {
    const text = read('utterance list');
    const isTable = /csv$/i.test(file);
    return {
      ...nothing,
      addUtterances: (lists) =>
        isTable ? addUtterancesOfTable(lists, readConvoCsv(text, file)) : addUtterancesOfText(lists, text),
    };
  }
  if (MEMORY.test(file)) return { ...nothing, cases: readMemoryTable(read('scripting memory'), file) };
  const tree = new ConvoTree(read('convo file'), file);
  return {
    file,
    cases: tree.memoryCases(),
    addUtterances: (lists) => tree.addUtterances(lists),
    convos: (utterances) => tree.convos('convos', source.fallbackName, utterances),
    partials: (utterances) => tree.convos('partialConvos', source.fallbackName, utterances),
  };
}
