import { type ExemplarConversation, type Exemplars, mergeExemplars } from '../../measure/exemplars.ts';
import { redactDeep } from '../redact-deep.ts';
import type { Report } from '../report.ts';

type ReportExemplar = Report['exemplars'][number];

/** Each conversation once, with the reason for keeping it. */
export function buildExemplars(exemplars: Exemplars): ReportExemplar[] {
  const { slowest, random } = mergeExemplars([exemplars]);
  const others = random.filter((entry) => !slowest.includes(entry));
  return [
    ...slowest.map(
      (entry): ReportExemplar => ({
        kept: random.includes(entry) ? ['slowest', 'random'] : ['slowest'],
        ...redacted(entry),
      }),
    ),
    ...others.map((entry): ReportExemplar => ({ kept: ['random'], ...redacted(entry) })),
  ];
}

/** Cached, since most are part of several reports of a run. */
const known = new WeakMap<ExemplarConversation, Omit<ReportExemplar, 'kept'>>();

function redacted(exemplar: ExemplarConversation): Omit<ReportExemplar, 'kept'> {
  const shown = known.get(exemplar) ?? (redactDeep(exemplar) as Omit<ReportExemplar, 'kept'>);
  known.set(exemplar, shown);
  return shown;
}
