/** How finely a run is measured: by step, by conversation, or by target only. */
export const SERIES_DETAILS = ['steps', 'conversations', 'none'] as const;
export type SeriesDetail = (typeof SERIES_DETAILS)[number];

/** The labels of the parts of a run that are measured separately. */
export const MEASURED_LABELS: Readonly<Record<SeriesDetail, readonly (keyof StepPart)[]>> = {
  steps: ['target', 'conversation', 'step'],
  conversations: ['target', 'conversation'],
  none: ['target'],
};

/** Targets, steps and failure classes of a run, known before it starts: they determine all series. */
export interface RunShape {
  readonly targets: readonly string[];
  /** `steps`: the labels of its turns, each once. */
  readonly conversations: readonly { readonly name: string; readonly steps: readonly string[] }[];
  /** All values of `reason` of failed and lost connections. */
  readonly failureClasses: readonly string[];
  /** Default: by step. */
  readonly series?: SeriesDetail | undefined;
}

/** What turns are measured by. */
export interface StepPart {
  readonly target: string;
  readonly conversation?: string;
  readonly step?: string;
}

/** What conversations are measured by, and the parts of their turns. */
export interface RunPart {
  readonly labels: Omit<StepPart, 'step'>;
  /** Empty if it has no turns. */
  readonly steps: readonly StepPart[];
}

/** The parts of a target that are measured separately, in the order of the shape. */
export function measuredParts({ conversations, series }: RunShape, target: string): readonly RunPart[] {
  switch (series) {
    case 'none':
      return [onePart({ target }, conversations.some(speaks))];
    case 'conversations':
      return conversations.map((own) => onePart({ target, conversation: own.name }, speaks(own)));
    default:
      return conversations.map(({ name, steps }) => {
        const labels = { target, conversation: name };
        return { labels, steps: steps.map((step) => ({ ...labels, step })) };
      });
  }
}

/** False if no conversation says anything: connections are all that is measured. */
export function hasTurns({ conversations }: RunShape): boolean {
  return conversations.some(speaks);
}

/** The part by which the turns of a step are measured. */
export function stepPart(
  { series }: Pick<RunShape, 'series'>,
  { target, conversation, step }: Required<StepPart>,
): StepPart {
  if (series === 'none') return { target };
  return series === 'conversations' ? { target, conversation } : { target, conversation, step };
}

/** Whether what happened in a conversation, and in a step if that is known, belongs to a part of its target. */
export function isInPart(
  of: { readonly conversation: string; readonly step?: string | undefined },
  { conversation, step }: StepPart,
): boolean {
  return (conversation === undefined || of.conversation === conversation) && (step === undefined || of.step === step);
}

/** The labels of all turns, numbered in the order of the shape. */
export function labelsInOrder({ conversations }: RunShape): readonly Required<Omit<StepPart, 'target'>>[] {
  return conversations.flatMap(({ name, steps }) => steps.map((step) => ({ conversation: name, step })));
}

/** Where in the parts of a target a conversation is measured, and where in that part each label of its turns. */
export function placeInParts(
  { conversations, series }: RunShape,
  index: number,
): { readonly part: number; readonly steps: readonly number[] } {
  const { steps } = conversations[index]!;
  const isByStep = series === undefined || series === 'steps';
  return { part: series === 'none' ? 0 : index, steps: steps.map((_, step) => (isByStep ? step : 0)) };
}

function onePart(labels: RunPart['labels'], turns: boolean): RunPart {
  return { labels, steps: turns ? [labels] : [] };
}

function speaks({ steps }: RunShape['conversations'][number]): boolean {
  return steps.length > 0;
}
