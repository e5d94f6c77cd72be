import type { MockInput } from './mock-options.ts';
import type { MockAddress, MockServer } from './mock-server.ts';
import type { MockStats } from './server/mock-stats.ts';

/** What the process that wants a mock endpoint tells the one that holds it. */
export type ToMock =
  | { readonly kind: 'start'; readonly input: MockInput; readonly address: MockAddress }
  | { readonly kind: 'stats' }
  | { readonly kind: 'stop' };

/** And back. `stats` are answered in the order they were asked for. */
export type FromMock =
  | ({ readonly kind: 'started' } & Pick<MockServer, 'url' | 'port' | 'token'>)
  | { readonly kind: 'failed'; readonly message: string; readonly hint: string | undefined }
  | { readonly kind: 'stats'; readonly stats: MockStats };
