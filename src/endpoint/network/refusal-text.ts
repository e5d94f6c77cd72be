import { STATUS_CODES } from 'node:http';
import { field } from '../wire-value.ts';

/** Elements whose content is not shown to readers. */
const HIDDEN = /<(style|script)\b.*?(?:<\/\1>|$)|<!--.*?(?:-->|$)/gis;
const TAG = /<[^>]*(?:>|$)/g;
const ENTITIES: Readonly<Record<string, string>> = {
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&nbsp;': ' ',
  '&amp;': '&',
};

/** Where JSON bodies hold their reason: Engine.IO says `message`, others one of the rest. */
const JSON_KEYS = ['message', 'error_description', 'detail', 'error', 'title', 'reason'];

/**
 * The first line of a refusing body (the beginning of it is enough) that says more than the status line does: a JSON text or
 * the message in a JSON object, else a line of text without markup. Undefined for a body without one. `known`: what the head
 * of the response says, the reason phrase and the name of the server.
 */
export function refusalText(body: string, status: number, ...known: readonly string[]): string | undefined {
  const lines = jsonMessage(body) ?? plainText(body);
  return lines
    .split(/[\r\n]+/)
    .map((line) => line.trim())
    .find((line) => /[\p{L}\p{N}]/u.test(line) && !repeats(line, status, known));
}

function jsonMessage(body: string): string | undefined {
  try {
    return messageIn(JSON.parse(body));
  } catch {
    return undefined;
  }
}

function messageIn(json: unknown): string | undefined {
  if (typeof json === 'string') return json;
  if (typeof json !== 'object' || json === null) return undefined;
  const values = JSON_KEYS.map((key) => (json as Record<string, unknown>)[key]);
  for (const value of values) {
    if (typeof value === 'string' && value !== '') return value;
    const inner = field(value, 'message');
    if (typeof inner === 'string') return inner;
  }
  return undefined;
}

function plainText(body: string): string {
  if (!/^\s*</.test(body)) return body;
  const text = body.replace(HIDDEN, '\n').replace(TAG, '\n');
  return text.replace(/&(?:lt|gt|quot|#39|nbsp|amp);/g, (entity) => ENTITIES[entity] ?? entity);
}

/** `400 Bad Request`, `Bad Request`, `Error 400`: nothing that the head of the response does not say. */
function repeats(line: string, status: number, known: readonly string[]): boolean {
  const rest = [...known, String(status), STATUS_CODES[status] ?? '', 'error', 'http']
    .filter((words) => words !== '')
    .reduce((text, words) => text.replaceAll(words.toLowerCase(), ''), line.toLowerCase());
  return !/[\p{L}\p{N}]/u.test(rest);
}
