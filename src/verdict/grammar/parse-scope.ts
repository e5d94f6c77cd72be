import type { ThresholdScope } from '../threshold.ts';
import type { ThresholdScanner } from './threshold-scanner.ts';

const EXAMPLE = 'write "in steady", or a percentage such as "in 99% of windows"';

/** Parses the scope at the end of a threshold, if there is one (see parse-threshold.ts). */
export function parseScope(scanner: ThresholdScanner): ThresholdScope | undefined {
  if (!scanner.take(/in\b/)) return undefined;
  if (scanner.take(/steady\b/)) return end(scanner, { kind: 'steady' });
  const at = scanner.at;
  const share = readShare(scanner.demand(/[\d.]+\s*%?|\S+|$/, 'the scope after "in" is missing', EXAMPLE)[0]);
  if (share === undefined) scanner.fail('the scope must be "steady" or a percentage of windows', EXAMPLE, at);
  scanner.demand(/of\s+windows\b/, 'a percentage must be followed by "of windows"', EXAMPLE);
  return end(scanner, { kind: 'windows', share });
}

function readShare(text: string): number | undefined {
  const [, number, percent] = /^(\d+(?:\.\d+)?)\s*(%?)$/.exec(text) ?? [];
  if (number === undefined) return undefined;
  const share = percent ? Number(number) / 100 : Number(number);
  return share > 0 && share <= 1 ? share : undefined;
}

function end(scanner: ThresholdScanner, scope: ThresholdScope): ThresholdScope {
  const at = scanner.at;
  if (scanner.rest() !== '') scanner.fail('unexpected text after the scope', 'end the threshold after its scope', at);
  return scope;
}
