import { QUANTILES, sampleSupport } from '../measure/histogram/quantile.ts';
import { groupThousands } from '../platform/group-thousands.ts';
import { formatPercent } from '../platform/percent.ts';
import type { Paint } from '../render/paint.ts';
import { paragraph, plainTable } from '../render/plain-table.ts';
import type { Calibration } from '../report/calibration-schema.ts';
import { isDistinguishable } from '../report/word-error.ts';
import { judgeCalibration } from './judge-calibration.ts';
import { COMPARED } from './trial/quantile-errors.ts';

type Endpoint = Calibration['endpoints'][number];

const HEAD = ['', 'endpoint', 'reported', 'error', 'lower bound', 'uncertainty'];
const WIDTHS = [8, 12, 12, 14, 14, 18];

/** A calibration as tables for a terminal. Ends with a line break. */
export function renderCalibration(calibration: Calibration, width: number, paint: Paint): string {
  const { machine, palaver, trials, endpoints } = calibration;
  const where = `${machine.host}: ${machine.cpuModel}, ${machine.cpus} cores, Node ${machine.node}, palaver ${palaver}`;
  return [
    `${paint('bold', paragraph(where, width))}\n${paragraph(trials === 1 ? 'each value is of 1 trial' : `each value is the median of ${trials} trials`, width, 1)}`,
    ...endpoints.map((endpoint) => renderEndpoint(endpoint, width, paint)),
    renderCosts(calibration, width, paint),
    judgeCalibration(calibration)
      .map((sentence) => paragraph(sentence, width))
      .join('\n'),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
    .concat('\n');
}

function renderEndpoint(endpoint: Endpoint, width: number, paint: Paint): string {
  const { delay, vus, turnsPerSecond, turns, boundsWidthMs, lateLower } = endpoint;
  const title = `bot delay ${delay}, ${groupThousands(turnsPerSecond)} turns/s, ${groupThousands(vus)} VUs: ${groupThousands(turns)} turns`;
  const rows = COMPARED.map((name) => {
    const { measuredMs, errorMs, lowerErrorMs, uncertaintyMs } = endpoint.quantiles[name];
    const label = ` ${name.replace('_', '.')}`;
    const support = sampleSupport(turns, QUANTILES[name]);
    if (support === 'maximum') return [label, 'n/a', 'n/a', '', '', ''];
    const about = support === 'few' ? '≈' : '';
    const error = isDistinguishable({ errorMs, uncertaintyMs }) ? signed(errorMs) : 'inconclusive';
    return [
      label,
      `${about}${plain(measuredMs)}`,
      `${about}${plain(measuredMs + errorMs)}`,
      error,
      signed(lowerErrorMs),
      plain(uncertaintyMs),
    ];
  });
  const late = formatPercent(lateLower / turns);
  return [
    paint('bold', paragraph(title, width)),
    plainTable([HEAD.map((text) => paint('dim', text)), ...rows], {
      widths: WIDTHS,
      aligns: ['left', 'right', 'right', 'right', 'right', 'right'],
    }),
    paragraph(
      `median width of the bounds ${plain(boundsWidthMs)}; lower bound more than 0.5 ms late in ${late} of turns; ≈ small sample`,
      width,
      1,
    ),
  ].join('\n');
}

function renderCosts({ endpoints, memory }: Calibration, width: number, paint: Paint): string {
  const cpu = endpoints.at(-1)?.cpuPerTurnUs;
  const rows = [
    ...(cpu === undefined ? [] : [['CPU', `${Math.round(cpu)} µs per turn`]]),
    ...(memory
      ? [['memory', `${memory.kibPerVu.toFixed(1)} KiB per virtual user (measured with ${groupThousands(memory.vus)})`]]
      : []),
  ];
  const labelled = rows.map(([label, text]) => [paint('dim', label!), text]);
  return plainTable(labelled, { widths: [16, width - 16], wrap: true });
}

function plain(ms: number): string {
  return `${ms.toFixed(2)} ms`;
}

function signed(ms: number): string {
  return `${ms < 0 ? '−' : '+'}${plain(Math.abs(ms))}`;
}
