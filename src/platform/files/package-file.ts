import { fileURLToPath } from 'node:url';

/** Where a file of the package lies, on this machine; `path` is relative to its root, one folder above dist (or src). */
export function packageFile(path: string): string {
  return fileURLToPath(new URL(`../../../${path}`, import.meta.url));
}
