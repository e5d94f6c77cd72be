/** CPU time this process has used so far, all its threads together, µs. */
export function processCpuUs(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}
