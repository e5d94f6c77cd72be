import type { PageModel } from '../render/page/page-model.ts';
import { element, scrolling, section } from './element.ts';
import { metricList } from './first-screen/verdict.ts';
import { formatMs, formatShare } from './format.ts';
import { htmlTable } from './table-of.ts';

/** Measurement quality: how well the load generator could keep up. */
export function generatorSection({ generator }: PageModel): HTMLElement {
  const rows = generator.workers.map((worker) =>
    element(
      'tr',
      {},
      element('th', { scope: 'row' }, worker.name),
      ...[worker.loopDelayP99Ms, worker.loopDelayMaxMs, worker.unreadMaxMs].map((ms) =>
        element('td', { class: 'number' }, formatMs(ms)),
      ),
      ...[worker.gcShare, worker.cpuShare].map((share) => element('td', { class: 'number' }, formatShare(share))),
    ),
  );
  const { machines } = generator;
  const shards = machines.rows.map((cells) =>
    element(
      'tr',
      {},
      ...cells.map((text, index) =>
        index === 0
          ? element('th', { scope: 'row' }, text)
          : element('td', index < machines.names ? {} : { class: 'number' }, text),
      ),
    ),
  );
  const head = [
    'load thread',
    'event loop delay p99',
    'longest',
    'maximum socket read delay',
    'garbage collection',
    'CPU (of one core)',
  ];
  return section(
    'generator',
    'Measurement quality',
    metricList(generator.lines),
    shards.length > 0 && element('p', {}, machines.worst),
    shards.length > 0 && scrolling('Load generators', htmlTable(machines.head, shards)),
    shards.length > 0 && element('p', { class: 'detail' }, machines.legend),
    rows.length > 0 && scrolling('Load threads', htmlTable(head, rows)),
  );
}
