import { packageFile } from '../../platform/files/package-file.ts';
import { readTextFile } from '../../platform/files/read-file.ts';

/** What the page is made of in the browser, as the build has bundled it. */
export interface PageParts {
  readonly script: string;
  readonly style: string;
}

/** Kind of page: a report, a comparison, or a capacity search. */
export type PageScript = 'page' | 'comparison' | 'capacity';

/** Throws a KnownError where the build is missing. */
export function readPageParts(script: PageScript): PageParts {
  const read = (file: string) => readTextFile(packageFile(`dist/render/page/${file}`), 'built page of the report');
  return { script: read(`${script}.js`), style: read('page.css') };
}
