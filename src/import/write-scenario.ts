import { Document, isSeq, type Node, type YAMLMap } from 'yaml';
import { finestDetail } from '../measure/shape/series-limit.ts';
import { writeDurationMs } from '../platform/time/duration.ts';
import { describeNotConverted, type Imported, type ImportedTalk, type NotConverted } from './imported.ts';
import { literalName, withoutVariables } from './literal-text.ts';

/**
 * The imported scenario as YAML. What is not converted is a comment at its step, so that a reviewer of the file finds the gaps.
 * `schema`: for the editor's schema line, if any; `name`: of the scenario.
 */
export function writeScenario(
  imported: Imported,
  { name, schema }: { name: string; schema: string | undefined },
): string {
  const { conversations, stepLists } = imported;
  const firstMs = Math.min(...conversations.map(({ startMs = Number.POSITIVE_INFINITY }) => startMs));
  const series = finestDetail(conversations.map((talk) => labelsOf(talk, stepLists)));
  const document = new Document({
    name: literalName(name),
    ...(Number.isFinite(firstMs) && { load: { open: { arrivals: 'recorded' } } }),
    ...(series !== 'steps' && { series }),
    conversations: conversations.map(({ name: talk, startMs, steps }) => ({
      name: literalName(talk),
      ...(startMs !== undefined && { start: writeDurationMs(Math.round(startMs - firstMs)) }),
      steps: steps.map(({ step }) => step),
    })),
    ...(stepLists.length > 0 && {
      stepLists: Object.fromEntries(
        stepLists.map(({ name: list, steps }) => [withoutVariables(list), steps.map(({ step }) => step)]),
      ),
    }),
  });
  for (const [index, talk] of conversations.entries()) remark(document, ['conversations', index, 'steps'], talk);
  for (const talk of stepLists) remark(document, ['stepLists', withoutVariables(talk.name)], talk);
  const head = [
    ...(schema === undefined ? [] : [` yaml-language-server: $schema=${schema}`]),
    ` Imported. Review the checks, add a target${Number.isFinite(firstMs) ? '' : ' and a load'}, then run: palaver validate`,
    ...(series === 'steps'
      ? []
      : [` note: too many ${series === 'none' ? 'conversations' : 'steps'} to measure each one, so series: ${series}`]),
    ...imported.notes.map((note) => ` note: ${oneLine(note)}`),
    ...imported.notConverted.map(commentOf),
  ];
  document.commentBefore = head.join('\n');
  return document.toString({ lineWidth: 0 });
}

/** At most: steps whose label repeats are measured together. */
function labelsOf({ steps }: ImportedTalk, lists: readonly ImportedTalk[]): number {
  const used = steps.map(({ step }) => (step as { use?: string }).use);
  const lengths = used.map((name) => {
    const list = lists.find((each) => withoutVariables(each.name) === name);
    return list ? labelsOf(list, lists) : 1;
  });
  return lengths.reduce((sum, length) => sum + length, 0);
}

/** Comments of the steps in the list at `path`, and of what follows the last one. */
function remark(document: Document, path: readonly (string | number)[], talk: ImportedTalk): void {
  const list = document.getIn(path, true);
  if (!isSeq(list)) return;
  for (const [index, { notConverted }] of talk.steps.entries()) {
    const node = list.items[index] as Node | undefined;
    if (node && notConverted.length > 0) node.commentBefore = notConverted.map(commentOf).join('\n');
  }
  if (talk.notConverted.length > 0) (list as unknown as YAMLMap).comment = talk.notConverted.map(commentOf).join('\n');
}

/** One line, even for a quoted text of several. */
function commentOf(notConverted: NotConverted): string {
  return ` not converted: ${oneLine(describeNotConverted(notConverted))}`;
}

function oneLine(text: string): string {
  return text.replace(/\s*[\r\n]+\s*/g, ' ');
}

export interface ScenarioComments {
  /** Lines before the scenario. */
  readonly head: readonly string[];
  /** Lines below each step of its first conversation. */
  readonly below: readonly (readonly string[])[];
}

/** A scenario of one conversation as YAML, its steps separated by blank lines. A comment line begins after the #. */
export function writeCommented(scenario: object, { head, below }: ScenarioComments): string {
  const document = new Document(scenario);
  const steps = document.getIn(['conversations', 0, 'steps'], true);
  for (const [index, step] of isSeq(steps) ? steps.items.entries() : []) {
    const node = step as Node;
    node.comment = below[index]?.join('\n');
    node.spaceBefore = index > 0;
  }
  document.commentBefore = head.join('\n');
  return document.toString({ lineWidth: 0 });
}
