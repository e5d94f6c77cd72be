import { basename } from 'node:path';
import { KnownError } from '../platform/known-error.ts';
import { filesIn } from '../scenario/data/named-files.ts';
import { uniqueLabels } from '../scenario/step-label.ts';
import { importBotium } from './botium/import-botium.ts';
import { isBotiumFile, isBotiumName } from './botium/suite-file.ts';
import type { ExpectMode, Imported, ImportedTalk, NotConverted } from './imported.ts';
import { readTranscript } from './transcript/read-transcript.ts';
import type { TranscriptOptions } from './transcript-options.ts';

export interface ImportOptions extends Omit<TranscriptOptions, 'expect'> {
  /** Default: `like` for convos, `contains` for transcripts. */
  readonly expect?: ExpectMode | undefined;
}

const TRANSCRIPT = /\.(csv|tsv|tab|json|jsonl|ndjson)$/i;

/** Longest name of a conversation in a scenario. */
const MAX_NAME = 80;

const COMPARED_AS_IN_BOTIUM =
  'bot texts are compared as in Botium (like): case, HTML markup and the amount of white space are ignored, and * is a wildcard; --expect sets another comparison';

/**
 * Reads convos of Botium (.convo.txt, .convo.csv, .yaml, .json) with the partial convos, utterance lists and scripting memory
 * that they refer to, and transcripts and chat data sets (.csv, .tsv, .json, .jsonl, .ndjson), in the order given. `folder`:
 * what relative paths start from.
 * @throws KnownError for a file that cannot be read or is of an unknown type, or if no file contains a conversation.
 */
export function importFiles(paths: readonly string[], folder: string, options: ImportOptions): Imported {
  const find = filesIn(folder, true);
  for (const path of paths) checkKind(path);
  const named = paths.map((file) => ({ file, path: find(file, 'file') })).filter(isBotiumFile);
  const suite = importBotium(named, options.expect ?? 'like');
  const botium = new Set(named.map(({ file }) => file));
  const isLike = (options.expect ?? 'like') === 'like' && [...suite.talks.values()].some((each) => each.length > 0);
  const notes = isLike ? [COMPARED_AS_IN_BOTIUM] : [];
  const notConverted: NotConverted[] = [...suite.notConverted];
  const talks = paths.flatMap((path) => {
    if (botium.has(path)) return suite.talks.get(path) ?? [];
    const settings = { ...options, expect: options.expect ?? 'contains' };
    const transcript = readTranscript({ path: find(path, 'transcript'), file: path }, stem(path), settings);
    notes.push(...transcript.notes);
    notConverted.push(...transcript.notConverted);
    return transcript.talks;
  });
  const imported = settled(talks, suite.stepLists, paths);
  const untimed = imported.conversations.find(({ startMs }) => startMs === undefined);
  if (options.timing && untimed) {
    throw new KnownError(`--timing: the conversation "${untimed.name}" has no recorded times`, {
      hint: 'import transcripts with times separately',
    });
  }
  return { ...imported, notes, notConverted: [...notConverted, ...imported.notConverted] };
}

/** A conversation without steps is dropped; what is not converted of it is still reported. */
function settled(
  talks: readonly ImportedTalk[],
  stepLists: readonly ImportedTalk[],
  paths: readonly string[],
): Omit<Imported, 'notes'> {
  const kept = talks.filter(({ steps }) => steps.length > 0);
  if (kept.length === 0) {
    throw new KnownError(`no conversation found in ${paths.join(', ')}`, {
      hint: 'a convo needs #me sections, a transcript needs rows of the user',
    });
  }
  const names = uniqueLabels(kept.map(({ name }) => name.slice(0, MAX_NAME - 5).trim()));
  const silent = talks.filter(({ steps }) => steps.length === 0);
  return {
    conversations: kept.map((talk, index) => ({ ...talk, name: names[index]! })),
    stepLists,
    notConverted: silent.flatMap(({ name, notConverted }): readonly NotConverted[] => [
      ...notConverted,
      { file: name, line: undefined, what: 'a conversation without messages' },
    ]),
  };
}

function checkKind(path: string): void {
  if (TRANSCRIPT.test(path) || isBotiumName(path)) return;
  const isSheet = /\.xls[xm]$/i.test(path);
  throw new KnownError(`${path} has an unknown file type`, {
    hint: isSheet
      ? 'save its sheets as CSV: convos as .convo.csv, utterances as .utterances.csv'
      : 'convos end in .convo.txt, .convo.csv, .yaml or .json, transcripts in .csv, .tsv, .json or .jsonl',
  });
}

function stem(path: string): string {
  return basename(path).replace(/\.[^.]+$/i, '');
}
