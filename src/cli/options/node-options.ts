import { KnownError } from '../../platform/known-error.ts';

/**
 * Options that Node 20 to 24 reads anywhere on a command line, also after the script, up to a `--`. Node acts on them before
 * palaver runs: NODE_OPTIONS in such a file executes code, and a missing file ends Node with its own exit code 9. So no
 * option of palaver may have one of these names.
 */
export const READ_BY_NODE: readonly string[] = [
  'env-file',
  'env-file-if-exists',
  'experimental-config-file',
  'experimental-default-config-file',
];

/** Rejects options that Node reads as its own, with a KnownError (exit code 104). */
export function refuseNodeOptions(args: readonly string[]): void {
  const end = args.indexOf('--');
  const words = end < 0 ? args : args.slice(0, end);
  const found = READ_BY_NODE.find((name) =>
    words.some((word) => word === `--${name}` || word.startsWith(`--${name}=`)),
  );
  if (found === undefined) return;
  throw new KnownError(`--${found} is an option of Node.js, which reads that file itself, including NODE_OPTIONS`, {
    hint: 'for variables of a scenario use --vars FILE',
  });
}
