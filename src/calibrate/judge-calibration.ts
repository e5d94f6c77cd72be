import { groupThousands } from '../platform/group-thousands.ts';
import type { Calibration } from '../report/calibration-schema.ts';
import { wordError } from '../report/word-error.ts';

type Limits = NonNullable<Calibration['limits']>;
type Highest = Limits['vus'];

/** The result of a calibration, in sentences. */
export function judgeCalibration({ endpoints, impossible, limits }: Calibration): readonly string[] {
  const said = endpoints.map(
    ({ delay, turnsPerSecond, quantiles }) =>
      `With bot delay ${delay} at ${groupThousands(turnsPerSecond)} turns/s, p99 is ${wordError(quantiles.p99)}.`,
  );
  return [
    ...(impossible > 0 ? [sayImpossible(impossible)] : []),
    ...said,
    ...(limits ? sayLimits(limits) : []),
    ...sayDisturbed(endpoints),
  ];
}

function sayImpossible(count: number): string {
  const [replies, them] = count === 1 ? ['1 reply', 'it'] : [`${groupThousands(count)} replies`, 'them'];
  return `${replies} arrived, according to palaver, before the endpoint sent ${them}: measurement bounds are wrong on this machine.`;
}

/** On an idle machine the endpoint measures the median of its delays within about 0.2 ms. */
const DISTURBED_MS = 1;

function sayDisturbed(endpoints: Calibration['endpoints']): readonly string[] {
  const uncertaintyMs = Math.max(...endpoints.map(({ quantiles }) => quantiles.p50.uncertaintyMs));
  if (uncertaintyMs <= DISTURBED_MS) return [];
  return [
    `The uncertainty of the endpoint's p50 was ${uncertaintyMs.toFixed(1)} ms: this machine was busy. ` +
      'Calibrate again when it is idle.',
  ];
}

function sayLimits({ withinMs, delay, turnsPerSecond, vus, vusAtTurnsPerSecond }: Limits): readonly string[] {
  const sharp = `with bot delay ${delay} the p99 error is below ${withinMs} ms`;
  const rates = sayHighest(turnsPerSecond, (rate) => `${groupThousands(rate)} turns/s`);
  const users = sayHighest(vus, (count) => `${groupThousands(count)} virtual users`);
  return [
    `On this machine, ${sharp} ${rates}; at ${groupThousands(vusAtTurnsPerSecond)} turns/s, ${users}. These limits are per load thread.`,
  ];
}

function sayHighest({ sustained, failed }: Highest, word: (value: number) => string): string {
  if (sustained !== undefined && failed !== undefined) return `up to ${word(sustained)} (not at ${word(failed)})`;
  if (sustained !== undefined) return `at least up to ${word(sustained)} (highest tested)`;
  return failed === undefined ? 'at every value tested' : `at no value tested, down to ${word(failed)}`;
}
