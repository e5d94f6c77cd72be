import { readFileSync } from 'node:fs';

/** The text of a file of the kernel (/proc, /sys); undefined if it does not exist, as on other systems. */
export type ReadKernelFile = (path: string) => string | undefined;

export const readKernelFile: ReadKernelFile = (path) => {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return undefined;
  }
};
