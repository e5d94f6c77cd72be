import { checkFiles } from './check-files.ts';
import { checkMemory } from './check-memory.ts';
import { checkPorts } from './check-ports.ts';
import type { GeneratorNeeds, MachineLimits, PreflightFinding } from './machine-needs.ts';

/** The problems of this plan on this machine; empty if there are none. */
export function preflightChecks(machine: MachineLimits, needs: GeneratorNeeds): readonly PreflightFinding[] {
  return [
    ...(machine.openFiles === undefined ? [] : checkFiles(machine.openFiles, needs)),
    ...(machine.ports === undefined ? [] : checkPorts(machine.ports, needs)),
    ...(machine.memoryBytes === undefined ? [] : checkMemory(machine.memoryBytes, needs)),
  ];
}
