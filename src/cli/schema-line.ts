import { dirname, join, relative, sep } from 'node:path';
import { writeFileAtomic } from '../platform/files/files.ts';
import { packageFile } from '../platform/files/package-file.ts';
import { readTextFile } from '../platform/files/read-file.ts';

/** Its path in the package. */
const SCHEMA = 'scenarios/scenario.schema.json';

/** Its name next to a scenario in a project without palaver. */
const COPY = 'palaver.schema.json';

export interface SchemaPlace {
  /** The value of `$schema=`, relative to the scenario's folder. */
  readonly reference: string;
  /** Writes the schema there if it is missing. */
  readonly provide: () => void;
  /** The file that `provide` writes, if any. */
  readonly makes: string | undefined;
}

/**
 * Where an editor finds the schema for a scenario at `file` (absolute). In a project that has palaver in its node_modules
 * (and in palaver's own folder) that is the package's file, by a relative path that is valid in every checkout of the project.
 * A global palaver has another path on every machine: the schema is copied next to the scenario.
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

/** A path with slashes and a leading `./`, so that it is not read as the name of a package. */
function dotted(path: string): string {
  const slashed = path.split(sep).join('/');
  return slashed.startsWith('.') ? slashed : `./${slashed}`;
}
