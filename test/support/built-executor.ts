import { existsSync } from 'node:fs';
import { packageFile } from '../../src/platform/files/package-file.ts';

/** Worker threads run the built code: without `npm run build` there are none to test. */
export const isBuilt = existsSync(packageFile('dist/worker-entry.js'));

/** For the name of a test that is skipped. */
export const BUILD_HINT = isBuilt ? '' : ' (skipped: dist is missing, npm run build comes first)';
