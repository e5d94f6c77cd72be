/** What every bench prints, and on what machine. */
import { availableParallelism, totalmem } from 'node:os';

export const print = (line) => process.stdout.write(`${line}\n`);
export const MACHINE = `${availableParallelism()} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}`;
