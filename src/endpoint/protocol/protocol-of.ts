import type { ProtocolName } from '../endpoint-settings.ts';
import { DEFAULT_PROTOCOL } from './platform-terms.ts';

/** Where a protocol may be set: the options of a command, the target of a scenario. */
interface Spoken {
  readonly protocol?: ProtocolName | undefined;
}

/** The protocol of a target: command line over scenario over default. */
export function protocolOf(target: Spoken | undefined, options: Spoken): ProtocolName {
  return options.protocol ?? target?.protocol ?? DEFAULT_PROTOCOL;
}
