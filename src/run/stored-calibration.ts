import { join } from 'node:path';
import { cacheFolder } from '../platform/files/cache-folder.ts';
import { isThere, writeFileAtomic } from '../platform/files/files.ts';
import { readTextFile } from '../platform/files/read-file.ts';
import type { Machine, SystemDeps } from '../platform/system-deps.ts';
import { type Calibration, calibrationSchema } from '../report/calibration-schema.ts';

type Place = Pick<SystemDeps, 'env' | 'home' | 'machine'>;

/** Path of the stored calibration of this machine. */
export function calibrationPath(system: Pick<SystemDeps, 'env' | 'home'>): string {
  return join(cacheFolder(system), 'calibration.json');
}

/** @throws KnownError if it cannot be written. */
export function storeCalibration(calibration: Calibration, system: Pick<SystemDeps, 'env' | 'home'>): string {
  const path = calibrationPath(system);
  writeFileAtomic(path, `${JSON.stringify(calibration, null, 2)}\n`, 'set XDG_CACHE_HOME to a writable folder');
  return path;
}

/**
 * The last calibration of this machine; undefined if it is from another one (host, processor, number of cores or major version
 * of Node), or cannot be read.
 */
export function knownCalibration(system: Place): Calibration | undefined {
  const calibration = readCalibration(calibrationPath(system));
  return calibration && isOf(calibration, system.machine) ? calibration : undefined;
}

function readCalibration(path: string): Calibration | undefined {
  if (!isThere(path)) return undefined;
  try {
    return calibrationSchema.safeParse(JSON.parse(readTextFile(path, 'calibration'))).data;
  } catch {
    return undefined;
  }
}

function isOf({ machine }: Calibration, here: Machine): boolean {
  const major = (node: string) => /\d+/.exec(node)?.[0];
  return (
    machine.host === here.host &&
    machine.cpuModel === here.cpuModel &&
    machine.cpus === here.cpus &&
    major(machine.node) === major(here.node)
  );
}
