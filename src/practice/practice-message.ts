import type { PracticeInput } from './practice-options.ts';
import type { PracticeAddress, PracticeServer } from './practice-server.ts';
import type { PracticeStats } from './practice-stats.ts';

/** What the process that wants a practice endpoint tells the one that holds it. */
export type ToPractice =
  | { readonly kind: 'start'; readonly input: PracticeInput; readonly address: PracticeAddress }
  | { readonly kind: 'stats' }
  | { readonly kind: 'stop' };

/** And back. `stats` are answered in the order they were asked for. */
export type FromPractice =
  | ({ readonly kind: 'started' } & Pick<PracticeServer, 'url' | 'port' | 'token'>)
  | { readonly kind: 'failed'; readonly message: string; readonly hint: string | undefined }
  | { readonly kind: 'stats'; readonly stats: PracticeStats };
