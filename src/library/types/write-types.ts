/** Writes the types of the library to dist/types/: a part of `npm run build`. */
import { writeFileAtomic } from '../../platform/files/files.ts';
import { readTextFile } from '../../platform/files/read-file.ts';
import { publicTypes } from './public-types.ts';

const written = readTextFile('src/types/palaver.d.ts', 'types of the library');
for (const [name, text] of Object.entries({ 'palaver.d.ts': written, ...publicTypes() }))
  writeFileAtomic(`dist/types/${name}`, text);
