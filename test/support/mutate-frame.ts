import type { RandomStream } from '../../src/platform/random.ts';

/** Valid frames of both protocols, and some that violate them. */
const FRAMES = [
  '42["output",{"type":"output","data":{"text":"hi","data":{"_cognigy":{"_messageId":"m","_finishReason":"stop"}},"traceId":"t"}}]',
  '42["output",{"type":"output","data":{"text":"pick","data":{"_cognigy":{"_default":{"_quickReplies":{"quickReplies":[{"title":"Yes","payload":"y"}]}}}}}}]',
  '42["output",{"type":"error","data":{"error":{"code":500,"message":"x"}}}]',
  '42["output",{"type":"finalPing","data":{"type":"regular"}}]',
  '42["finalPing",{"type":"regular"}]',
  '42["typingStatus",{"status":"typingOn"}]',
  '42["exception",{"error":{"message":"x"}}]',
  '4217["output",{"type":"output","data":{"text":"ack me"}}]',
  '42["endpoint-ready",{}]',
  '42["handshake",1]',
  '42/ns,["output",{}]',
  '4299999999999999999999["output",{}]',
  '40{"sid":"again"}',
  '40/ns,{}',
  '41',
  '43[1]',
  '43999999999999[1]',
  '44',
  '44{"message":"no"}',
  '45["output"]',
  '451-["output",{"_placeholder":true,"num":0}]',
  '459-["output",{"_placeholder":true,"num":-1}]',
  '49["x"]',
  '0{"sid":"b","upgrades":[],"pingInterval":25000,"pingTimeout":20000}',
  '1',
  '2',
  '3',
  '6',
  '9',
] as const;

/** The first of them that most connections survive. */
const HARMLESS = 12;

const PIECES = [
  ...['"', '{', '}', '[', ']', ',', ':', '-', '/', '?', '4', '2', '{}', '[]', 'null', 'true', '1e999', '-0'],
  ...['\\u0000', '\\ud800', '__proto__', '"toString"', '"type":"finalPing"', '99999999999999', '\u{1F642}'],
] as const;

const VALUES = [null, 1, -1, 1e308, true, '', 'x', 'output', 'error', 'finalPing', [], [[]], {}, { text: 1 }] as const;

/** A frame that no correct server sends; usually only its values are wrong, so that its connection stays open. */
export function mutateFrame(stream: RandomStream): string {
  const pick = <T>(from: readonly T[]): T => from[Math.floor(stream.next() * from.length)]!;
  if (stream.next() < 0.05) return cut(pick(FRAMES), stream, pick);
  const frame = FRAMES[Math.floor(stream.next() * HARMLESS)]!;
  const begin = frame.indexOf('[');
  const args: unknown[] = JSON.parse(frame.slice(begin));
  return frame.slice(0, begin) + JSON.stringify([args[0], swapValues(args[1], stream, pick)]);
}

type Pick = <T>(from: readonly T[]) => T;

/** Text with up to four deletions, insertions or duplications. */
function cut(frame: string, stream: RandomStream, pick: Pick): string {
  let text = frame;
  for (let times = Math.floor(stream.next() * 5); times > 0; times -= 1) {
    const at = Math.floor(stream.next() * (text.length + 1));
    const rest = text.slice(at + pick([0, 0, 1, 5, text.length]));
    text = text.slice(0, at) + pick([...PIECES, '', rest]) + rest;
  }
  return text.slice(0, 10_000);
}

function swapValues(value: unknown, stream: RandomStream, pick: Pick): unknown {
  if (stream.next() < 0.1) return pick(VALUES);
  if (Array.isArray(value)) return value.map((each) => swapValues(each, stream, pick));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, each]) => [key, swapValues(each, stream, pick)]);
  return Object.fromEntries(entries);
}
