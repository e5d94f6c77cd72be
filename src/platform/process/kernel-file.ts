import { readFileSync } from 'node:fs';

/** The text of a file in which the kernel tells something; undefined where there is none, as on other systems. */
export type ReadKernelFile = (path: string) => string | undefined;

export const readKernelFile: ReadKernelFile = (path) => {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return undefined;
  }
};
