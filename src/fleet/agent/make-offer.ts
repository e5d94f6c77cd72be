import { availableMemoryBytes } from '../../platform/process/available-memory.ts';
import { readLocalPorts } from '../../platform/process/local-ports.ts';
import { openFilesLimit } from '../../platform/process/open-files-limit.ts';
import type { Offer } from '../wire/messages.ts';
import type { AgentDeps } from './agent-deps.ts';

/** Identity of this agent, and the limits of its machine. `run`: the one it is reserved for. */
export function makeOffer({ system, id, name, place, version, allowed, calibration }: AgentDeps, run?: string): Offer {
  return {
    id,
    name,
    place,
    host: system.machine.host,
    version,
    cpus: system.machine.cpus,
    openFiles: openFilesLimit(),
    memoryBytes: availableMemoryBytes(),
    ports: readLocalPorts()?.count,
    turnsPerSecond: calibration?.limits?.turnsPerSecond.sustained,
    allow: [...allowed],
    run,
  };
}
