import { readFileSync } from 'node:fs';

/** Every external module (a package, or a module of Node) that is loaded when this file is imported. */
export function importedWith(file: URL, seen = new Set<string>()): Set<string> {
  const names = new Set<string>();
  if (seen.has(file.href)) return names;
  seen.add(file.href);
  const statements = readFileSync(file, 'utf8').matchAll(
    /(?:^|;)(?:import|export)\b(?!\s*\(|\s+type\b)(?:[^;'"()=]*?\bfrom)?\s*['"]([^'"]+)['"]/gm,
  );
  for (const [, name] of statements) {
    if (!name!.startsWith('.')) names.add(name!);
    else for (const imported of importedWith(new URL(name!, file), seen)) names.add(imported);
  }
  return names;
}
