import type { CounterName } from '../../measure/metrics.ts';
import type { OutputRole } from '../turn/role-of-output.ts';

type OutputCounter = Extract<CounterName, `outputs_${string}`>;

/** The counter of the outputs with each role. To build the name for each output would cost more than to count it. */
export const OUTPUT_COUNTERS: Readonly<Record<OutputRole, OutputCounter>> = {
  attributed: 'outputs_attributed',
  marker: 'outputs_marker',
  blank: 'outputs_blank',
  error: 'outputs_error',
  late: 'outputs_late',
  unsolicited: 'outputs_unsolicited',
  pushed: 'outputs_pushed',
  duplicate: 'outputs_duplicate',
  crosstalk: 'outputs_crosstalk',
};
