import { basename, resolve } from 'node:path';
import { importFiles } from '../../import/import-files.ts';
import { describeNotConverted, type Imported } from '../../import/imported.ts';
import { writeImported } from '../../import/write-imported.ts';
import { isThere, writeFileAtomic } from '../../platform/files/files.ts';
import { counted, groupThousands } from '../../platform/group-thousands.ts';
import { KnownError } from '../../platform/known-error.ts';
import type { SystemDeps } from '../../platform/system-deps.ts';
import type { Command } from '../command.ts';
import { IMPORT_FLAGS } from '../options/import-flags.ts';
import { resolveOptions } from '../options/resolve-options.ts';
import { schemaPlace } from '../schema-line.ts';

/** `palaver import FILE…`: converts Botium convos and transcripts to a scenario and lists what is not supported. */
export const importCommand: Command = {
  async run(system, args) {
    const { options, positionals } = resolveOptions(IMPORT_FLAGS, args, system.env);
    if (positionals.length === 0) {
      throw new KnownError('no files specified', {
        hint: 'name convos (.convo.txt, .yaml) or transcripts (.csv, .json, .jsonl): palaver import talks/*.convo.txt',
      });
    }
    const out = options.out === undefined ? undefined : resolve(system.cwd, options.out);
    if (out !== undefined && isThere(out) && !options.force) {
      throw new KnownError(`${options.out} already exists`, {
        hint: 'choose another name, or use --force to overwrite it',
      });
    }
    const imported = importFiles(positionals, system.cwd, {
      expect: options.expect,
      columns: Object.assign({}, ...(options.columns ?? [])),
      delimiter: options.delimiter,
      encoding: options.encoding,
      userValues: options['user-value'],
      botValues: options['bot-value'],
      timing: options.timing,
      dateOrder: options['date-order'],
    });
    const written = write(imported, { out, sources: positionals, sample: options.sample }, system);
    report(written, options.out, system);
    return 0;
  },
};

/** Returns what was written. */
function write(
  imported: Imported,
  { out, sources, sample }: { out: string | undefined; sources: readonly string[]; sample: number | undefined },
  system: SystemDeps,
): Imported {
  const place = schemaPlace(out ?? resolve(system.cwd, 'scenario.yml'));
  const named = out === undefined ? sources[0]! : out;
  const name = basename(named).replace(/(\.(p?convo|utterances?|scriptingmemory))?\.[^.]+$/i, '');
  // Printed text may be stored anywhere, and a copy of the schema would not be next to it.
  const schema = out === undefined && place.makes !== undefined ? undefined : place.reference;
  const { text, imported: written } = writeImported(imported, { name, schema, sample });
  if (out === undefined) {
    system.stdout.write(text);
    return written;
  }
  writeFileAtomic(out, text, 'choose a writable folder');
  place.provide();
  return written;
}

/** Maximum number of lines about what is not converted; the scenario has them all. */
const MAX_LISTED = 50;

function report(
  { conversations, stepLists, notes, notConverted }: Imported,
  out: string | undefined,
  system: SystemDeps,
): void {
  const all = [...conversations, ...stepLists].flatMap((talk) => [
    ...talk.steps.flatMap((step) => step.notConverted),
    ...talk.notConverted,
  ]);
  // A convo that becomes several conversations has the same gaps in each.
  const missed = [...new Set([...notConverted, ...all].map(describeNotConverted))];
  const count = counted(conversations.length, 'conversation');
  system.stderr.write(`${count}${out === undefined ? '' : ` in ${out}; check it with: npx palaver validate ${out}`}\n`);
  for (const note of notes) system.stderr.write(`note: ${note}\n`);
  if (missed.length === 0) return;
  system.stderr.write(
    `not converted (${groupThousands(missed.length)}):\n${missed
      .slice(0, MAX_LISTED)
      .map((each) => `  ${each}\n`)
      .join('')}`,
  );
  const more = missed.length - MAX_LISTED;
  if (more > 0) system.stderr.write(`  … and ${groupThousands(more)} more, as comments in the scenario\n`);
}
