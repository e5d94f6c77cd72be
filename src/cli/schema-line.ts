import { dirname, join, relative, sep } from 'node:path';
import { writeFileAtomic } from '../platform/files/files.ts';
import { packageFile } from '../platform/files/package-file.ts';
import { readTextFile } from '../platform/files/read-file.ts';

/** In the package. */
const SCHEMA = 'scenarios/scenario.schema.json';

/** Beside a scenario that lies in no project of palaver's. */
const COPY = 'palaver.schema.json';

export interface SchemaPlace {
  /** What stands behind `$schema=`, as seen from the scenario's folder. */
  readonly reference: string;
  /** Puts the schema there, where it is not yet. */
  readonly provide: () => void;
  /** The file this makes, if any. */
  readonly makes: string | undefined;
}

/**
 * Where an editor finds the schema for a scenario at `file` (absolute). In a project that has palaver in its node_modules
 * (and in palaver's own folder) that is the package's file, by a relative path that holds for whoever checks the project
 * out. A palaver installed elsewhere is at another place on every machine: the schema is copied beside the scenario.
 */
export function schemaPlace(file: string, packaged = packageFile(SCHEMA)): SchemaPlace {
  const folder = dirname(file);
  const [packageRoot] = packaged.split(`${sep}${join(SCHEMA)}`) as [string];
  const project = packageRoot.split(`${sep}node_modules${sep}`)[0]!;
  if (isWithin(folder, project))
    return { reference: dotted(relative(folder, packaged)), provide: () => {}, makes: undefined };
  const copy = join(folder, COPY);
  const provide = () => writeFileAtomic(copy, readTextFile(packaged, 'schema'), 'choose a folder that can be written');
  return { reference: `./${COPY}`, provide, makes: copy };
}

function isWithin(folder: string, root: string): boolean {
  return folder === root || folder.startsWith(root.endsWith(sep) ? root : `${root}${sep}`);
}

/** With slashes, and never mistaken for the name of a package. */
function dotted(path: string): string {
  const slashed = path.split(sep).join('/');
  return slashed.startsWith('.') ? slashed : `./${slashed}`;
}
