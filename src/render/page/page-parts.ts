import { readTextFile } from '../../platform/files.ts';
import { packageFile } from '../../platform/package-file.ts';

/** What the page is made of in the browser, as the build has bundled it. */
export interface PageParts {
  readonly script: string;
  readonly style: string;
}

/** Throws a KnownError where the build is missing. */
export function readPageParts(): PageParts {
  const read = (file: string) => readTextFile(packageFile(`dist/render/page/${file}`), 'built page of the report');
  return { script: read('page.js'), style: read('page.css') };
}
