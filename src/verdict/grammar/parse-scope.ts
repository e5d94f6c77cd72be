import type { ThresholdScope } from '../threshold.ts';
import type { ThresholdScanner } from './threshold-scanner.ts';

const EXAMPLE = 'write in steady, or a share: in 99% of windows';

/** Over what a threshold is judged, where it says so at its end (see parse-threshold.ts). */
export function parseScope(scanner: ThresholdScanner): ThresholdScope | undefined {
  if (!scanner.take(/in\b/)) return undefined;
  if (scanner.take(/steady\b/)) return end(scanner, { kind: 'steady' });
  const at = scanner.at;
  const share = readShare(scanner.demand(/[\d.]+\s*%?|\S+|$/, 'what it is judged over is missing', EXAMPLE)[0]);
  if (share === undefined) scanner.fail('a threshold is judged in steady, or in a share of windows', EXAMPLE, at);
  scanner.demand(/of\s+windows\b/, 'the share is one of windows', EXAMPLE);
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
  if (scanner.rest() !== '') scanner.fail('nothing may follow here', 'a threshold has one scope, at its end', at);
  return scope;
}
