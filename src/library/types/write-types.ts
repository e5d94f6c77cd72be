/** Writes the types of the library to dist/types/: a part of `npm run build`. */
import { listFolder, writeFileAtomic } from '../../platform/files/files.ts';
import { readTextFile } from '../../platform/files/read-file.ts';
import { publicTypes } from './public-types.ts';

const BY_HAND = 'src/types';

const written = listFolder(BY_HAND)
  .filter((name) => name.endsWith('.d.ts'))
  .map((name) => [name, readTextFile(`${BY_HAND}/${name}`, 'types of the library')] as const);
for (const [name, text] of [...written, ...Object.entries(publicTypes())]) writeFileAtomic(`dist/types/${name}`, text);
