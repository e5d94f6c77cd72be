import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { type EndLine, type HeaderLine, type TurnLine, turnLineSchema } from '../../src/live/turn-line-schema.ts';

export interface TurnsRead {
  readonly text: string;
  readonly header: HeaderLine;
  readonly turns: readonly TurnLine[];
  /** Undefined if the file is truncated. */
  readonly end: EndLine | undefined;
}

/** A whole file of turns; every line is checked by the schema. Throws if it is not such a file. */
export function readTurns(path: string): TurnsRead {
  const bytes = readFileSync(path);
  return turnsFrom((path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8'));
}

export function turnsFrom(text: string): TurnsRead {
  const lines = text.split('\n');
  if (lines.pop() !== '') throw new Error('the last line is not whole');
  const [header, ...rest] = lines.map((line) => turnLineSchema.parse(JSON.parse(line)));
  const last = rest.at(-1);
  const end = last?.type === 'end' ? last : undefined;
  const turns = end ? rest.slice(0, -1) : rest;
  if (header?.type !== 'header' || !turns.every((line) => line.type === 'turn')) throw new Error('lines are misplaced');
  return { text, header, turns: turns as TurnLine[], end };
}
