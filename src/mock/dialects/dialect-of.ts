import type { MockOptions } from '../mock-options.ts';
import type { MockProtocol } from '../mock-protocol.ts';
import type { MockCounters } from '../server/mock-stats.ts';
import { CognigyDialect } from './cognigy-dialect.ts';
import { CustomDialect } from './custom-dialect.ts';
import type { Dialect } from './dialect.ts';
import { RasaDialect } from './rasa-dialect.ts';

/** How a protocol is spoken. */
export function dialectOf(protocol: MockProtocol, options: MockOptions, counters: MockCounters): Dialect {
  switch (protocol.name) {
    case 'cognigy':
      return new CognigyDialect(options, counters);
    case 'rasa':
      return new RasaDialect(protocol);
    case 'custom':
      return new CustomDialect(protocol);
  }
}
