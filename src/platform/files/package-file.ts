import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Where a file of the package lies, on this machine; `path` is relative to its root. */
export function packageFile(path: string): string {
  return fileURLToPath(new URL(path, packageRoot()));
}

/** The nearest folder above this module that has a package.json: how far that is depends on how the module was built. */
function packageRoot(): URL {
  let folder = new URL('.', import.meta.url);
  while (!existsSync(new URL('package.json', folder)) && folder.pathname !== '/') folder = new URL('..', folder);
  return folder;
}
