/** Keys and indexes from the root of a scenario file to one of its values. */
export type Path = readonly (string | number)[];

/**
 * How a plain scalar is taken:
 *
 *     typed    as YAML reads it: a number, true, a duration's text
 *     text     letter by letter: 007 is "007", and null is "null", where YAML alone would read a number and nothing
 *     phrase   the same, and it may hold templates
 *     value    the user's own: as YAML reads it, and texts may hold templates
 */
export type ScalarKind = 'typed' | 'text' | 'phrase' | 'value';

/** What stands at a place of the file, and below it. */
interface Shape {
  readonly scalar?: ScalarKind;
  readonly isStep?: true;
  /** By key. */
  readonly keys?: Readonly<Record<string, Shape>>;
  /** Under every other key, and in lists. */
  readonly rest?: Shape;
}

const TYPED: Shape = {};
const TEXT: Shape = { scalar: 'text' };
const PHRASE: Shape = { scalar: 'phrase' };
const OWN: Shape = {
  scalar: 'value',
  get rest() {
    return OWN;
  },
};
const TEXTS: Shape = { rest: TEXT };

const MATCHER: Shape = {
  scalar: 'phrase',
  keys: {
    contains: PHRASE,
    equals: PHRASE,
    matches: TEXT,
    get not() {
      return MATCHER;
    },
    get all() {
      return MATCHER;
    },
    get last() {
      return MATCHER;
    },
  },
};
const FOUND: Shape = { ...OWN, keys: { contains: PHRASE, matches: TEXT, not: MATCHER } };
const CHECK = {
  text: MATCHER,
  jsonpath: { scalar: 'text', rest: FOUND },
  quickReplies: { scalar: 'phrase', rest: PHRASE },
  source: TEXT,
} satisfies Record<string, Shape>;

const TURN = {
  as: TEXT,
  expect: { keys: CHECK },
  errorTexts: TEXTS,
  completion: { keys: { match: { ...MATCHER, keys: { ...MATCHER.keys, ...CHECK } } } },
} satisfies Record<string, Shape>;

const CAPTURE: Shape = { rest: { keys: { jsonpath: TEXT, regex: TEXT, otherwise: TEXT } } };
const PUSH: Shape = {
  scalar: 'phrase',
  keys: { text: PHRASE, data: OWN, as: TEXT, answer: { keys: CHECK } },
};

const STEPS: Shape = {
  get rest() {
    return STEP;
  },
};
const STEP: Shape = {
  isStep: true,
  scalar: 'phrase',
  keys: {
    ...TURN,
    say: { scalar: 'phrase', keys: { text: PHRASE, data: OWN, oneOf: { rest: PHRASE } } },
    press: { scalar: 'value', keys: { title: PHRASE } },
    data: OWN,
    extra: OWN,
    capture: CAPTURE,
    reset: { keys: TURN },
    wait: { scalar: 'text', keys: { ...CHECK, as: TEXT } },
    inject: PUSH,
    notify: PUSH,
    repeat: { keys: { while: { keys: CHECK }, steps: STEPS } },
    branch: { rest: { keys: { when: { keys: CHECK }, steps: STEPS, otherwise: STEPS } } },
    use: TEXT,
  },
};

const STOP: Shape = { keys: CHECK, rest: { keys: CHECK } };
const IDENTITY: Shape = { keys: { userId: PHRASE, channel: TEXT } };
const THRESHOLDS: Shape = { rest: { scalar: 'text', keys: { expression: TEXT } } };
const CONVERSATION: Shape = {
  keys: { ...TURN, name: TEXT, identity: IDENTITY, feed: { scalar: 'text', rest: TEXT }, stopWhen: STOP, steps: STEPS },
};
const TARGET: Shape = {
  scalar: 'text',
  keys: { testMode: TYPED, socketio: TYPED, emitWithAck: TYPED, headers: TEXTS },
  rest: TEXT,
};

const SCENARIO: Shape = {
  keys: {
    name: TEXT,
    targets: { rest: TARGET },
    defaults: { keys: TURN },
    identity: IDENTITY,
    stopWhen: STOP,
    conversations: { rest: CONVERSATION },
    stepLists: { rest: STEPS },
    thresholds: THRESHOLDS,
    profiles: { rest: { keys: { thresholds: THRESHOLDS } } },
    sharedHosts: TEXTS,
  },
};

/** How a scalar at `path` is taken. */
export function scalarKindAt(path: Path): ScalarKind {
  return shapeAt(path).scalar ?? 'typed';
}

/** Whether a plain scalar at `path` is taken letter by letter, as it is written. */
export function expectsText(path: Path): boolean {
  const kind = scalarKindAt(path);
  return kind === 'text' || kind === 'phrase';
}

/** Whether a step stands at `path`, however deep it is nested. */
export function isStep(path: Path): boolean {
  return shapeAt(path).isStep ?? false;
}

/** Whether `path` lies in the user's own data. */
export function isFreeForm(path: Path): boolean {
  return scalarKindAt(path) === 'value';
}

function shapeAt(path: Path): Shape {
  let shape: Shape = SCENARIO;
  for (const key of path) {
    const named = typeof key === 'string' && shape.keys && Object.hasOwn(shape.keys, key) ? shape.keys[key] : undefined;
    shape = named ?? shape.rest ?? TYPED;
  }
  return shape;
}
