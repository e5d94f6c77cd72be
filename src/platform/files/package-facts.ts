import { readFileSync } from 'node:fs';
import { packageFile } from './package-file.ts';

interface PackageFacts {
  readonly version: string;
  /** Versions of Node.js that it runs on, as npm reads them. */
  readonly engines: { readonly node: string };
}

/** The contents of package.json. */
export function packageFacts(): PackageFacts {
  return JSON.parse(readFileSync(packageFile('package.json'), 'utf8')) as PackageFacts;
}

export function packageVersion(): string {
  return packageFacts().version;
}
