import type { ProtocolName } from '../../endpoint/endpoint-settings.ts';
import type { PlatformTerms } from '../../endpoint/protocol/chat-protocol.ts';
import { DEFAULT_PROTOCOL, termsOf } from '../../endpoint/protocol/platform-terms.ts';
import { PROTOCOL_NAMES } from '../../endpoint/protocol/protocol-names.ts';
import { protocolSettings } from '../../endpoint/protocol/protocol-settings.ts';
import { type FlatIssue, valueAt } from '../file/flatten-issues.ts';
import type { PlacedStep, ScenarioSteps } from '../file/parse-steps.ts';
import type { Path } from '../file/text-place.ts';
import { isMap } from '../schema/choice-schema.ts';
import { events } from '../schema/protocols/events-schema.ts';

/** A protocol that the steps are spoken in. */
interface Speaker {
  readonly name: ProtocolName;
  readonly terms: PlatformTerms;
}

/** What a place of the file asks for that a protocol may not have. */
interface Demand {
  readonly path: Path;
  readonly unmet: (terms: PlatformTerms) => boolean;
  /** Follows "the protocol rasa". */
  readonly problem: string;
}

/**
 * What the protocol of a target cannot do: each is one problem at its place, for the first such protocol. `given`: the
 * protocol of all targets, from the command line.
 */
export function findProtocolFaults(
  scenario: unknown,
  steps: ScenarioSteps,
  given: ProtocolName | undefined,
): readonly FlatIssue[] {
  const speakers = speakersIn(scenario, given);
  const placed = [...steps.conversations.flatMap((each) => each.steps), ...[...steps.lists.values()].flat()];
  const all = placed.flatMap(withNested);
  const demands = [...demandsAround(scenario, steps), ...all.flatMap(demandsOfStep)];
  return [
    ...demands.flatMap(({ path, unmet, problem }): FlatIssue[] => {
      const speaker = speakers.find(({ terms }) => unmet(terms));
      if (!speaker) return [];
      return [
        { path, message: `cannot be used: the protocol ${speaker.name} ${problem}`, atKey: true, isFullMessage: false },
      ];
    }),
    ...all.flatMap((step) => ownFieldFault(step, speakers)),
    ...budgetFaults(scenario, speakers),
  ];
}

/** Limits on billed conversations that no target has. */
function budgetFaults(scenario: unknown, speakers: readonly Speaker[]): readonly FlatIssue[] {
  if (speakers.some(({ terms }) => terms.inputsPerBillable !== undefined)) return [];
  const message = `cannot be used: the protocol ${speakers[0]?.name} bills no conversations; limit inputs`;
  return ['conversations', 'cost', 'costPerConversation'].flatMap((key) => {
    const path = ['budget', key];
    return valueAt(scenario, path) === undefined ? [] : [{ path, message, atKey: true, isFullMessage: false }];
  });
}

function speakersIn(scenario: unknown, given: ProtocolName | undefined): readonly Speaker[] {
  const targets = valueAt(scenario, ['targets']);
  const written = isMap(targets) ? Object.values(targets) : [];
  return (written.length > 0 ? written : [undefined]).map((target) => {
    const name = given ?? protocolIn(target);
    const settings = protocolSettings(name, { events: events.safeParse(valueAt(target, ['events'])).data });
    return { name, terms: termsOf(settings) };
  });
}

function protocolIn(target: unknown): ProtocolName {
  const written = valueAt(target, ['protocol']);
  return PROTOCOL_NAMES.find((name) => name === written) ?? DEFAULT_PROTOCOL;
}

function withNested(step: PlacedStep): readonly PlacedStep[] {
  return [step, ...step.blocks.flat().flatMap(withNested)];
}

/** Outside of steps: settings that steps inherit, and identities. */
function demandsAround(scenario: unknown, { conversations }: ScenarioSteps): readonly Demand[] {
  const marker = valueAt(scenario, ['marker']) === 'data';
  const places: readonly Path[] = [[], ...conversations.map((_, index) => ['conversations', index])];
  return [
    ...turnDemands(valueAt(scenario, ['defaults']), ['defaults']),
    ...(marker ? [demand(['marker'], (terms) => !terms.carriesData, 'sends no data; use marker: text')] : []),
    ...places.flatMap((path) => [
      ...(path.length > 0 ? turnDemands(valueAt(scenario, path), path) : []),
      ...(valueAt(scenario, [...path, 'identity', 'channel']) === undefined
        ? []
        : [demand([...path, 'identity', 'channel'], (terms) => !terms.hasChannels, 'has no channels; remove it')]),
    ]),
  ];
}

/** Those of the turn settings at `path`. */
function turnDemands(settings: unknown, path: Path): readonly Demand[] {
  return [
    ...(valueAt(settings, ['completion']) === 'final-ping'
      ? [
          demand(
            [...path, 'completion'],
            (terms) => !terms.signalsTurnEnd,
            'does not signal the end of a turn; use auto, first-output, { quiet: 800ms }, { replies: n } or { match: … }',
          ),
        ]
      : []),
    ...(valueAt(settings, ['typing']) === true
      ? [demand([...path, 'typing'], (terms) => !terms.showsTyping, 'has no typing indicator; remove it')]
      : []),
  ];
}

function demandsOfStep({ kind, path, written }: PlacedStep): readonly Demand[] {
  const key = (name: string): Path => [...path, name];
  const noData = 'sends no data: its input has no {{data}}; add that to events, or remove it';
  const noReset = 'cannot restart a flow; use reconnect: { session: new }, or an utterance that restarts the bot';
  const found: Demand[] = [...turnDemands(written, path)];
  if (kind === 'reset') found.push(demand(key('reset'), (terms) => !terms.resetsFlow, noReset));
  if (valueAt(written, ['resetFlow']) === true) {
    found.push(demand(key('resetFlow'), (terms) => !terms.resetsFlow, noReset));
  }
  if (kind === 'inject' || kind === 'notify') {
    found.push(
      demand(key(kind), (terms) => !terms.takesPushes, 'does not support inject and notify requests; remove the step'),
    );
  }
  for (const place of [['data'], ['say', 'data']]) {
    if (valueAt(written, place) === undefined || kind !== 'say') continue;
    found.push(demand([...path, ...place], (terms) => !terms.carriesData, noData));
  }
  if (valueAt(written, ['extra']) !== undefined) {
    const noExtra =
      'sends no further fields: the payload of its input is not a map; change that in events, or remove them';
    found.push(demand(key('extra'), (terms) => !terms.carriesExtra, noExtra));
  }
  for (const check of ['expect', 'wait']) {
    if (valueAt(written, [check, 'source']) === undefined) continue;
    const noSource = 'does not identify the sender of an output; remove the check';
    found.push(demand([...key(check), 'source'], (terms) => !terms.namesSources, noSource));
  }
  return found;
}

function demand(path: Path, unmet: Demand['unmet'], problem: string): Demand {
  return { path, unmet, problem };
}

/** Fields of an input that palaver sets; in `extra` they would be overwritten without a message. */
function ownFieldFault({ path, written }: PlacedStep, speakers: readonly Speaker[]): readonly FlatIssue[] {
  const extra = valueAt(written, ['extra']);
  const own = speakers
    .map(({ terms }) => terms.inputFields)
    .find((fields) => isMap(extra) && fields.some((field) => field in extra));
  if (!own) return [];
  const message = `must not have a field that has its own key: ${own.join(', ')}`;
  return [{ path: [...path, 'extra'], message, atKey: false, isFullMessage: false }];
}
