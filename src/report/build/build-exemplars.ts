import { type ExemplarConversation, type Exemplars, mergeExemplars } from '../../measure/exemplars.ts';
import { redactDeep } from '../redact-deep.ts';
import type { Report } from '../report.ts';

type ReportExemplar = Report['exemplars'][number];

/** Each conversation once, with why it was kept. */
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

/** Most are in many reports of a run, one after the other. */
const known = new WeakMap<ExemplarConversation, Omit<ReportExemplar, 'kept'>>();

function redacted(exemplar: ExemplarConversation): Omit<ReportExemplar, 'kept'> {
  const shown = known.get(exemplar) ?? (redactDeep(exemplar) as Omit<ReportExemplar, 'kept'>);
  known.set(exemplar, shown);
  return shown;
}
