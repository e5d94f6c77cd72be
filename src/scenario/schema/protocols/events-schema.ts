import { z } from 'zod';
import type {
  ChoiceReading,
  CustomEvents,
  ErrorEvent,
  EventMatch,
  OutputEvent,
  OutputReading,
  SentEvent,
} from '../../../endpoint/protocol/custom-events.ts';
import { checkPath } from '../../../template/json-path.ts';
import { choice, isMap } from '../choice-schema.ts';
import { anyValue, messageFor } from '../field-forms.ts';
import { jsonPath } from '../reply-check-schema.ts';
import { eventName } from './event-name.ts';
import { templateProblem } from './template-problem.ts';

/** A JSONPath over the payload of an event: its argument, or the list of its arguments if there are several. */
const payloadPath = jsonPath.meta({ examples: ['$.text'] });

const where = z
  .record(
    z.string().superRefine((path, context) => {
      const problem = checkPath(path);
      if (problem) context.addIssue({ code: 'custom', message: problem });
    }),
    anyValue,
  )
  .optional()
  .meta({
    description: 'Match only events whose payload has these values (JSONPath: value).',
    examples: [{ '$.type': 'assistant_message' }],
  });

/** A value that is sent; `allowed`: the variables of its templates. */
function sent(allowed: readonly string[]) {
  return anyValue.superRefine((value, context) => {
    const problem = templateProblem(value, allowed);
    if (problem) context.addIssue({ code: 'custom', message: problem });
  });
}

const IDS = ['sessionId', 'userId'];

function sentFields(allowed: readonly string[]) {
  return {
    event: eventName.meta({ description: 'Name of the event.' }),
    payload: sent(allowed)
      .optional()
      .meta({ description: 'Payload of the event, its only argument. Templates are allowed in texts.' }),
    args: z
      .array(sent(allowed))
      .min(1)
      .optional()
      .meta({ description: 'Arguments of the event, if there are several.' }),
  };
}

const notBoth = {
  check: ({ payload, args }: { payload?: unknown; args?: unknown }) => payload === undefined || args === undefined,
  error: { error: 'cannot be combined with payload; use one of them', path: ['args'] as string[] },
};

interface Written {
  readonly event: string;
  readonly payload?: unknown;
  readonly args?: readonly unknown[] | undefined;
}

function toSent({ event, payload, args }: Written, usual: readonly unknown[]): SentEvent {
  return { event, args: args ?? (payload === undefined ? usual : [payload]) };
}

const HELLO = messageFor('must be an event, or { event: …, payload: …, ack: true }');
const longHello = z
  .strictObject({
    ...sentFields(IDS),
    ack: z
      .boolean()
      .optional()
      .meta({ description: 'The connection is ready when the server acks this event.', default: false }),
  })
  .refine(notBoth.check, notBoth.error)
  .transform(({ ack = false, ...event }) => ({ ...toSent(event, []), ack }));
const bareHello = eventName.transform((event) => ({ event, args: [], ack: false }));
const hello = choice([bareHello, longHello], (value) => {
  if (isMap(value)) return longHello;
  return typeof value === 'string' ? bareHello : HELLO({ input: value });
});

const USUAL_INPUT = ['{{text}}'];
const bareInput = eventName.transform((event): SentEvent => ({ event, args: USUAL_INPUT }));
const longInput = z
  .strictObject(sentFields([...IDS, 'text', 'data']))
  .refine(notBoth.check, notBoth.error)
  .refine(({ payload, args }) => (payload === undefined && args === undefined) || usesText([payload, args]), {
    error: 'does not contain {{text}}, so nothing that is said would be sent',
    path: ['payload'],
  })
  .transform((event): SentEvent => toSent(event, USUAL_INPUT))
  .meta({ id: 'sentEvent' });
const NO_INPUT = messageFor('must be an event, or { event: …, payload: … }');
const input = choice([bareInput, longInput], (value) => {
  if (isMap(value)) return longInput;
  return typeof value === 'string' ? bareInput : NO_INPUT({ input: value });
});

function usesText(value: unknown): boolean {
  return /\{\{\s*text\s*\}\}/.test(JSON.stringify(value));
}

const bareMatch = eventName.transform((event): EventMatch => ({ event, where: {} }));
const longMatch = z
  .strictObject({ event: eventName.meta({ description: 'Name of the event.' }), where })
  .transform(({ event, where: values = {} }): EventMatch => ({ event, where: values }))
  .meta({ id: 'eventMatch' });
const NO_EVENT = messageFor('must be an event, or { event: …, where: … }');
const match = choice([bareMatch, longMatch], (value) => {
  if (isMap(value)) return longMatch;
  return typeof value === 'string' ? bareMatch : NO_EVENT({ input: value });
});

const bareChoices = jsonPath.transform((items): ChoiceReading => ({ items }));
const longChoices = z
  .strictObject({
    items: jsonPath.meta({ description: 'JSONPath of the choices, or of lists of choices.', examples: ['$.buttons'] }),
    title: jsonPath
      .optional()
      .meta({ description: 'JSONPath of the title within a choice. Default: its field title, label or text.' }),
    payload: jsonPath.optional().meta({
      description: 'JSONPath of the payload within a choice. Default: its field payload or value, else the title.',
    }),
  })
  .meta({ id: 'choiceReading' });
const choices = choice([bareChoices, longChoices], (value) => (isMap(value) ? longChoices : bareChoices));

const readingFields = {
  text: payloadPath
    .optional()
    .meta({ description: 'JSONPath of the text. Default: the payload if it is a string, else its field text.' }),
  data: payloadPath
    .optional()
    .meta({ description: 'JSONPath of the data. Default: the payload, if it is not a string.' }),
  choices: choices.optional().meta({
    description: 'Quick replies or buttons that can be pressed: a JSONPath in the data, or { items, title, payload }.',
  }),
  id: payloadPath
    .optional()
    .meta({ description: 'JSONPath of an id. Outputs with the same id are chunks of one reply.' }),
  done: payloadPath.optional().meta({ description: 'JSONPath of a value that is true in the last chunk of a reply.' }),
};

const bareOutput = eventName.transform((event): OutputEvent => ({ event, where: {} }));
const longOutput = z
  .strictObject({ event: eventName.meta({ description: 'Name of the event.' }), where, ...readingFields })
  .transform(({ where: values = {}, ...output }): OutputEvent => ({ ...output, where: values }))
  .meta({ id: 'outputEvent' });
const NO_OUTPUT = messageFor('must be an event, { event: …, text: … }, or a list of them');
const output = choice([bareOutput, longOutput], (value) => {
  if (isMap(value)) return longOutput;
  return typeof value === 'string' ? bareOutput : NO_OUTPUT({ input: value });
});

const bareError = eventName.transform((event): ErrorEvent => ({ event, where: {} }));
const longError = z
  .strictObject({
    event: eventName.meta({ description: 'Name of the event.' }),
    where,
    message: payloadPath
      .optional()
      .meta({ description: 'JSONPath of the error message. Default: the payload, or its field message or error.' }),
    code: payloadPath.optional().meta({ description: 'JSONPath of the error code.' }),
  })
  .transform(({ where: values = {}, ...error }): ErrorEvent => ({ ...error, where: values }))
  .meta({ id: 'errorEvent' });
const NO_ERROR = messageFor('must be an event, { event: …, message: … }, or a list of them');
const error = choice([bareError, longError], (value) => {
  if (isMap(value)) return longError;
  return typeof value === 'string' ? bareError : NO_ERROR({ input: value });
});

/** One, or a list of them. */
function oneOrMore<Entry extends z.ZodType>(entry: Entry) {
  const list = z.array(entry).min(1);
  const one = entry.transform((only) => [only]);
  return choice([one, list], (value) => (Array.isArray(value) ? list : one)) as unknown as z.ZodType<z.output<Entry>[]>;
}

const allAck = z.literal(true).transform((): OutputReading => ({}));
const longAck = z.strictObject(readingFields).meta({ id: 'outputReading' });
const NO_ACK = messageFor('must be true, or { text: …, data: … }');
const ack = choice([allAck, longAck], (value) => {
  if (isMap(value)) return longAck;
  return value === true ? allAck : NO_ACK({ input: value });
});

/** The events of a bot, for the protocol custom. */
export const events = z
  .strictObject({
    hello: hello.optional().meta({ description: 'Event that is sent once Socket.IO is connected.' }),
    ready: match
      .optional()
      .meta({ description: 'Event of the server that signals that the connection is ready. Default: ready at once.' }),
    input: input.meta({
      description: 'Event that sends an input. Default payload: the text of the input.',
      examples: ['message'],
    }),
    ack: ack
      .optional()
      .meta({ description: 'Read the ack of an input as an output. Without outputs and end, it ends the turn.' }),
    outputs: oneOrMore(output)
      .optional()
      .meta({ description: 'Events of the bot that are outputs.', examples: ['reply'] }),
    errors: oneOrMore(error).optional().meta({ description: 'Events that report that an input failed.' }),
    end: oneOrMore(match).optional().meta({ description: 'Events that end a turn. Default: silence, see completion.' }),
  })
  .refine(({ ack: acked, outputs }) => acked !== undefined || outputs !== undefined, {
    error: 'is missing; name the events of the bot that are outputs, or use ack: true',
    path: ['outputs'],
  })
  .refine(({ ready, hello: greeting }) => ready === undefined || greeting?.ack !== true, {
    error: 'cannot be combined with the ack of hello; remove one of them',
    path: ['ready'],
  })
  .transform(({ outputs = [], errors = [], end = [], ...rest }): CustomEvents => ({ ...rest, outputs, errors, end }))
  .meta({ id: 'events', description: 'Events of the bot (protocol custom).' });
