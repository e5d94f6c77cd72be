import { packageFacts } from '../files/package-facts.ts';
import { KnownError } from '../known-error.ts';
import { unmetNeed } from './runtime.ts';

/** KnownError if palaver cannot generate load in this runtime. */
export function checkThisRuntime(): void {
  const need = unmetNeed(process.versions, packageFacts().engines.node);
  if (need) throw new KnownError(`palaver ${need.text}`);
}
