import { basename } from 'node:path';
import { readUtf8File } from '../platform/files/read-file.ts';
import { KnownError } from '../platform/known-error.ts';
import { LIMITS } from '../platform/limits.ts';
import { filesIn } from '../scenario/data/named-files.ts';
import { uniqueLabels } from '../scenario/step-label.ts';
import type { Imported, ImportedTalk, NotConverted } from './imported.ts';
import { type ConvoContext, readConvo } from './read-convo.ts';
import { readUtterances } from './read-utterances.ts';
import { readTranscript } from './transcript/read-transcript.ts';
import type { TranscriptOptions } from './transcript-options.ts';

/** The kind of a file, by the end of its name. */
const KINDS = {
  convo: /\.convo\.txt$/i,
  partial: /\.pconvo\.txt$/i,
  utterances: /\.utterances\.txt$/i,
  transcript: /\.(csv|tsv|tab|json|jsonl|ndjson)$/i,
} as const;
type Kind = keyof typeof KINDS;

/** Longest name of a conversation in a scenario. */
const MAX_NAME = 80;

/**
 * Reads convos (.convo.txt, with .pconvo.txt and .utterances.txt that they refer to), and transcripts and chat data sets (.csv,
 * .tsv, .json, .jsonl, .ndjson), in the order given. `folder`: what relative paths start from.
 * @throws KnownError for a file that cannot be read or is of an unknown type, or if no file contains a conversation.
 */
export function importFiles(paths: readonly string[], folder: string, options: TranscriptOptions): Imported {
  const files = paths.map((path) => ({ path, kind: kindOf(path) }));
  const of = (kind: Kind) => files.filter((file) => file.kind === kind).map(({ path }) => path);
  const utterances = new Map(
    of('utterances').flatMap((path) => {
      const list = readUtterances(readUtf8File(path, 'utterance list', LIMITS.feedBytes));
      return list ? [[list.name, list.texts] as const] : [];
    }),
  );
  const partialTexts = of('partial').map((path) => ({ path, text: readUtf8File(path, 'partial convo') }));
  const context = (path: string, partials: ReadonlySet<string>): ConvoContext => {
    return { file: path, expect: options.expect, utterances, partials };
  };
  const named = partialTexts.map(({ path, text }) => readConvo(text, stem(path), context(path, new Set())).name);
  const partials = new Set(named);
  const lists = partialTexts.map(({ path, text }) => readConvo(text, stem(path), context(path, partials)));
  const notes: string[] = [];
  const unread: NotConverted[] = [];
  const talks = files.flatMap(({ path, kind }) => {
    if (kind === 'convo') return [readConvo(readUtf8File(path, 'convo'), stem(path), context(path, partials))];
    if (kind !== 'transcript') return [];
    const transcript = readTranscript(
      { path: filesIn(folder, true)(path, 'transcript'), file: path },
      stem(path),
      options,
    );
    notes.push(...transcript.notes);
    unread.push(...transcript.notConverted);
    return transcript.talks;
  });
  const imported = settled(talks, lists, paths);
  const untimed = imported.conversations.find(({ startMs }) => startMs === undefined);
  if (options.timing && untimed) {
    throw new KnownError(`--timing: the conversation "${untimed.name}" has no recorded times`, {
      hint: 'import transcripts with times separately',
    });
  }
  return { ...imported, notes, notConverted: [...unread, ...imported.notConverted] };
}

/** A conversation without steps is dropped; what is not converted of it is still reported. */
function settled(
  talks: readonly ImportedTalk[],
  lists: readonly ImportedTalk[],
  paths: readonly string[],
): Omit<Imported, 'notes'> {
  const kept = talks.filter(({ steps }) => steps.length > 0);
  if (kept.length === 0) {
    throw new KnownError(`no conversation found in ${paths.join(', ')}`, {
      hint: 'a convo needs #me sections, a transcript needs rows of the user',
    });
  }
  const names = uniqueLabels(kept.map(({ name }) => name.slice(0, MAX_NAME - 5).trim()));
  const silent = [...talks, ...lists].filter(({ steps }) => steps.length === 0);
  return {
    conversations: kept.map((talk, index) => ({ ...talk, name: names[index]! })),
    stepLists: lists.filter(({ steps }) => steps.length > 0),
    notConverted: silent.flatMap(({ name, notConverted }): readonly NotConverted[] => [
      ...notConverted,
      { file: name, line: undefined, what: 'a conversation without messages' },
    ]),
  };
}

function kindOf(path: string): Kind {
  const kind = (Object.keys(KINDS) as Kind[]).find((name) => KINDS[name].test(path));
  if (kind) return kind;
  throw new KnownError(`${path} has an unknown file type`, {
    hint: 'convos end in .convo.txt, .pconvo.txt or .utterances.txt, transcripts in .csv, .tsv, .json or .jsonl',
  });
}

function stem(path: string): string {
  return basename(path).replace(/(\.p?convo\.txt|\.[^.]+)$/i, '');
}
