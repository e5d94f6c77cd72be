import type { EndpointFailure } from '../../endpoint/endpoint-failure.ts';
import type { PushResponseClass } from '../../measure/series.ts';

/** The class (`reason`) of the response to an inject or notify request. */
export function classOfResponse(result: number | EndpointFailure): PushResponseClass {
  if (typeof result !== 'number') return 'unreachable';
  if (result === 429) return '429';
  return (['2xx', '3xx', '4xx'] as const)[Math.floor(result / 100) - 2] ?? '5xx';
}
