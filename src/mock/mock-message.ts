import type { MockInput } from './mock-options.ts';
import type { MockAddress, MockServer } from './mock-server.ts';
import type { MockStats } from './server/mock-stats.ts';

/** Messages from the parent to the process of a mock endpoint. */
export type ToMock =
  | { readonly kind: 'start'; readonly input: MockInput; readonly address: MockAddress }
  | { readonly kind: 'stats' }
  | { readonly kind: 'stop' };

/** Messages back. `stats` are answered in the order of the requests. */
export type FromMock =
  | ({ readonly kind: 'started' } & Pick<MockServer, 'url' | 'port' | 'token'>)
  | { readonly kind: 'failed'; readonly message: string; readonly hint: string | undefined }
  | { readonly kind: 'stats'; readonly stats: MockStats };
