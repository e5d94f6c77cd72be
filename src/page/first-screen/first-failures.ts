import type { CauseModel, PageModel } from '../../render/page/page-model.ts';
import { element } from '../element.ts';
import { formatClock, grouped } from '../format.ts';

/** Number of failures on the first screen; the failures section lists all. */
const MAX_SHOWN = 3;

/** The most frequent causes of a run that failed: which step, what was expected, what came, and by what to look it up. */
export function firstFailures({ failures, conversations }: PageModel): HTMLElement | undefined {
  const causes = failures.flatMap(({ class: kind, target, lines }) =>
    lines.flatMap(({ count, cause }) => (cause ? [{ kind, target, count, cause }] : [])),
  );
  if (causes.length === 0) return undefined;
  const several = new Set(failures.map(({ target }) => target)).size > 1;
  const shown = causes.toSorted((left, right) => right.count - left.count).slice(0, MAX_SHOWN);
  const isHashed = conversations.some(({ turns }) =>
    turns.some(({ replies }) => replies.some((reply) => 'hash' in reply)),
  );
  return element(
    'div',
    { id: 'first-failures' },
    element('h3', {}, 'Most frequent failures'),
    element(
      'ol',
      {},
      ...shown.map(({ kind, target, count, cause }) =>
        element(
          'li',
          {},
          element('span', { class: 'bad' }, `${grouped(count)} × ${kind}`),
          ' ',
          element('strong', {}, `${several ? `${target}: ` : ''}${failurePlace(cause)}`),
          element('p', {}, cause.example),
          element('p', { class: 'detail' }, `first at ${formatClock(cause.firstMs)}, `, tracesOf(cause)),
        ),
      ),
    ),
    element(
      'p',
      { class: 'detail' },
      element(
        'a',
        { href: '#failures' },
        `all failures (${grouped(causes.length)} ${causes.length === 1 ? 'cause' : 'causes'})`,
      ),
      isHashed && '; texts of the bot are hashed, ',
      isHashed && element('code', {}, '--keep-texts'),
      isHashed && ' keeps them',
    ),
  );
}

/** `ask › question`. */
export function failurePlace({ conversation, step }: CauseModel): string {
  return step === undefined ? `${conversation} › connection` : `${conversation} › ${step}`;
}

/** The ids that find a failure in the logs of the platform. */
export function tracesOf({ sessionId, traceId }: CauseModel): HTMLElement {
  return element(
    'span',
    { class: 'traces' },
    'session ',
    element('code', { class: 'trace' }, sessionId),
    traceId !== undefined && ' trace ',
    traceId !== undefined && element('code', { class: 'trace' }, traceId),
  );
}
