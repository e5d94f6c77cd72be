import { groupThousands } from '../../platform/group-thousands.ts';
import type { ExpectMode, ImportedTalk, NotConverted } from '../imported.ts';
import { type ConvertedConvo, convertConvo } from './convert-convo.ts';
import type { Convo } from './convo.ts';
import { includedNames, type Suite, variablesOfConvo } from './expand-includes.ts';
import { combinationsFor, type MemoryCase } from './memory-table.ts';
import { type NamedFile, readSuiteFile } from './suite-file.ts';
import type { Utterances } from './utterances.ts';

/** The part of an import that comes from files of Botium. */
export interface ImportedSuite {
  /** The conversations of each file, by its name. */
  readonly talks: ReadonlyMap<string, readonly ImportedTalk[]>;
  readonly stepLists: readonly ImportedTalk[];
  readonly notConverted: readonly NotConverted[];
}

/** Reads convos, partial convos, utterance lists and scripting memory. KnownError for a file that cannot be read. */
export function importBotium(named: readonly NamedFile[], expect: ExpectMode): ImportedSuite {
  const files = named.map(readSuiteFile);
  const utterances: Utterances = new Map();
  for (const file of files) file.addUtterances(utterances);
  const notConverted: NotConverted[] = [];
  const read = files.map((each) => ({ file: each.file, convos: each.convos(utterances).filter(isHeld) }));
  const suite = { utterances, partials: partialsByName(files.flatMap((file) => file.partials(utterances))) };
  const cases = files.flatMap((file) => file.cases);
  const converted = new Map(
    read.map(({ file, convos }) => [file, convos.flatMap((convo) => convertAll(convo, { suite, cases, expect }))]),
  );
  const all = read.flatMap(({ convos }) => convos);
  notConverted.push(...unusedPartials(all, suite), ...unusedCases(all, suite, cases));
  return {
    talks: new Map([...converted].map(([file, convos]) => [file, convos.map(({ talk }) => talk)])),
    stepLists: usedLists([...converted.values()].flat(), suite, expect),
    notConverted,
  };

  /** As in Botium, a name that begins with "skip" takes a convo out. */
  function isHeld({ name, file }: Convo): boolean {
    const isSkipped = /^skip[.\-_]/i.test(name);
    if (isSkipped) notConverted.push({ file, line: undefined, what: `the convo ${name}: its name begins with "skip"` });
    return !isSkipped;
  }

  function partialsByName(partials: readonly Convo[]): ReadonlyMap<string, Convo> {
    const byName = new Map<string, Convo>();
    for (const partial of partials) {
      const { name, file } = partial;
      if (!byName.has(name)) byName.set(name, partial);
      else notConverted.push({ file, line: undefined, what: `the partial convo ${name}: another one has this name` });
    }
    return byName;
  }
}

interface Conversion {
  readonly suite: Suite;
  readonly cases: readonly MemoryCase[];
  readonly expect: ExpectMode;
}

/** A convo, once for each combination of the cases that give values to its variables. */
function convertAll(convo: Convo, { suite, cases, expect }: Conversion): readonly ConvertedConvo[] {
  const variables = new Set(variablesOfConvo(convo, suite));
  const { combinations, total } = combinationsFor(cases, variables);
  const more = total - combinations.length;
  const what = `${groupThousands(more)} of the ${groupThousands(total)} combinations of its scripting memory`;
  const left = more === 0 ? [] : [{ file: convo.file, line: undefined, what }];
  return combinations.map((combination, index) => {
    const name = [convo.name, ...combination.map((each) => each.name)].join('.');
    const values = new Map(combination.flatMap((each) => [...each.values]));
    const notConverted = index === 0 ? [...convo.notConverted, ...left] : convo.notConverted;
    return convertConvo({ ...convo, name, notConverted }, { suite, expect, values });
  });
}

/** The step lists that conversations, or step lists of these, use. */
function usedLists(converted: readonly ConvertedConvo[], suite: Suite, expect: ExpectMode): readonly ImportedTalk[] {
  const lists = new Map<string, ImportedTalk>();
  const add = (names: readonly string[]): void => {
    for (const name of names) {
      const partial = suite.partials.get(name);
      if (lists.has(name) || !partial) continue;
      const { talk, uses } = convertConvo(partial, { suite, expect, isPartial: true });
      lists.set(name, talk);
      add(uses);
    }
  };
  add(converted.flatMap(({ uses }) => uses));
  return [...lists.values()];
}

function unusedCases(convos: readonly Convo[], suite: Suite, cases: readonly MemoryCase[]): readonly NotConverted[] {
  const used = new Set(convos.flatMap((convo) => variablesOfConvo(convo, suite)));
  return cases
    .filter(({ values }) => ![...values.keys()].some((name) => used.has(name)))
    .map(({ name, file }) => ({ file, line: undefined, what: `the case ${name}: no convo uses its variables` }));
}

function unusedPartials(convos: readonly Convo[], { partials }: Suite): readonly NotConverted[] {
  const included = new Set(
    [...convos, ...partials.values()].flatMap(({ sections }) => sections.flatMap(includedNames)),
  );
  return [...partials.values()]
    .filter(({ name }) => !included.has(name))
    .map(({ name, file }) => ({ file, line: undefined, what: `the partial convo ${name}: no convo includes it` }));
}
