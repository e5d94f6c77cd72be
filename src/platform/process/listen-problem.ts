import { messageOf } from '../known-error.ts';

const PROBLEMS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'the port is in use',
  EACCES: 'permission denied',
  EADDRNOTAVAIL: 'this machine does not have the address',
};

/** Why a server cannot listen on its address. */
export function listenProblem(error: Error): string {
  return PROBLEMS[(error as NodeJS.ErrnoException).code ?? ''] ?? messageOf(error);
}
