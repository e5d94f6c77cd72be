import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { UserInput } from '../../../src/endpoint/endpoint-connection.ts';
import type { SettledEndpoint } from '../../../src/endpoint/endpoint-settings.ts';
import type { ChatProtocol, ProtocolSession } from '../../../src/endpoint/protocol/chat-protocol.ts';
import { makeProtocol } from '../../../src/endpoint/protocol/make-protocol.ts';
import { termsOf } from '../../../src/endpoint/protocol/platform-terms.ts';
import { protocolSettings } from '../../../src/endpoint/protocol/protocol-settings.ts';
import { inTestMode, isTestMode } from '../../../src/endpoint/protocol/test-mode.ts';
import { MAX_ID_LENGTH } from '../../../src/endpoint/session-identity.ts';
import { IDENTITY, WireLog } from '../../support/wire-log.ts';

/** A protocol under test, with a server that speaks it. */
export interface ProtocolUnderTest {
  /** Events that the protocol knows, by their names on the wire. */
  readonly events: readonly string[];
  /** Settings of a server that answers each input with its text, and `offer` with choices. */
  serve(): Promise<{ readonly settings: SettledEndpoint; stop(): Promise<unknown> }>;
  readonly offer: UserInput;
  /** The ids travel when a session begins. Default true. */
  readonly sendsIds?: boolean;
}

/** What every chat protocol must do; see `ChatProtocol`. */
export function protocolContract({ events, serve, offer, sendsIds = true }: ProtocolUnderTest): void {
  let protocol: ChatProtocol;
  let session: ProtocolSession;
  let settings: SettledEndpoint;
  let stop: () => Promise<unknown>;

  async function ready(): Promise<WireLog> {
    const log = new WireLog(settings);
    onTestFinished(() => log.connection.close());
    await log.next('ready');
    return log;
  }

  beforeAll(async () => {
    ({ settings, stop } = await serve());
    protocol = makeProtocol(settings);
    session = protocol.openSession(IDENTITY);
  });

  afterAll(() => stop());

  describe('without a connection', () => {
    it('has the platform terms registered under its name', () => {
      expect(protocol.terms).toEqual(termsOf(settings.protocol));
      expect(protocol.terms.readySignal).not.toBe('');
      expect(protocol.pushCall !== undefined).toBe(protocol.terms.takesPushes);
      expect(session.encodeTyping(true) !== undefined).toBe(protocol.terms.showsTyping);
    });

    it('has a default for every setting, and keeps given values', () => {
      const { name } = settings.protocol;
      expect(protocolSettings(name, {})).toMatchObject({ name });
      expect(protocolSettings(name, settings.protocol)).toEqual(settings.protocol);
      const tested = inTestMode(settings);
      const hasTestMode = protocol.terms.testInputsPerHour !== undefined;
      expect([isTestMode(settings), isTestMode(tested)]).toEqual([false, hasTestMode]);
      expect(protocolSettings(name, { testMode: true })).toEqual(
        inTestMode({ protocol: protocolSettings(name, {}) }).protocol,
      );
    });

    it('encodes any input as one event that contains its text', () => {
      fc.assert(
        fc.property(
          fc.string({ unit: 'grapheme' }),
          fc.boolean(),
          fc.option(fc.dictionary(fc.string(), fc.jsonValue())),
          (text, restart, data) => {
            const [name, ...args] = JSON.parse(session.encodeInput({ text, restart, data: data ?? undefined }));
            expect(name).toEqual(expect.stringMatching(/./));
            expect(JSON.stringify(args)).toContain(JSON.stringify(text));
          },
        ),
      );
    });

    it('encodes the same input in the same way, and differently when it restarts the dialogue', () => {
      const input = { text: 'hello', restart: false };
      expect(session.encodeInput(input)).toBe(session.encodeInput({ ...input }));
      if (protocol.terms.resetsFlow)
        expect(session.encodeInput({ ...input, restart: true })).not.toBe(session.encodeInput(input));
    });

    it('sends extra fields, except those that palaver sets itself', () => {
      const input = { text: 'hello', restart: false };
      const withField = (name: string) => session.encodeInput({ ...input, extra: { [name]: 'of the scenario' } });
      if (!protocol.terms.carriesExtra) return;
      expect(withField('weather')).toContain('"weather":"of the scenario"');
      expect(protocol.terms.inputFields.length).toBeGreaterThan(0);
      const plain = JSON.parse(session.encodeInput(input));
      for (const name of protocol.terms.inputFields) expect(JSON.parse(withField(name))).toEqual(plain);
    });

    it('accepts ids of the maximum length', () => {
      const { maxIdLength } = protocol.terms;
      expect(maxIdLength).toBeGreaterThanOrEqual(MAX_ID_LENGTH);
      const id = 'x'.repeat(maxIdLength);
      const { query, auth, greeting } = protocol.openSession({ userId: id, sessionId: id });
      if (!session.asksIdentity && sendsIds) expect(JSON.stringify([query, auth, greeting])).toContain(id);
      const push = protocol.pushCall?.('inject', { userId: id, sessionId: id, text: 'news' });
      if (push) expect(push.payload).toContain(id);
      expect(protocol.terms.longIds).toMatch(/./);
    });

    it('decodes any event, and keeps its timestamp and ack', () => {
      const payload = fc.oneof(fc.anything(), fc.jsonValue());
      fc.assert(
        fc.property(fc.oneof(fc.constantFrom(...events), fc.string()), payload, fc.boolean(), (name, value, acked) => {
          for (const event of [session.decode(name, value, 42, acked)].flat()) {
            if (event.kind === 'ready-signal' || event.kind === 'introduced') continue;
            expect(event).toMatchObject({ atUs: 42, acked });
          }
          expect(session.ackArguments(name)).toBeInstanceOf(Array);
        }),
      );
    });

    it('names an unknown event', () => {
      expect(session.decode('weather', {}, 1, false)).toMatchObject({ kind: 'unknown', name: 'weather' });
    });

    it('reads replies of any shape, each text once', () => {
      fc.assert(
        fc.property(fc.string(), fc.jsonValue(), (text, data) => {
          const texts = protocol.reading.texts({ text, data });
          expect(new Set(texts).size).toBe(texts.length);
          if (text !== '') expect(texts[0]).toBe(text);
          for (const choice of protocol.reading.choices(data)) expect(choice.payload).not.toBe('');
        }),
      );
    });

    it('sends requests to a path of the endpoint, as JSON, for the session', () => {
      for (const route of ['inject', 'notify'] as const) {
        const push = protocol.pushCall?.(route, { ...IDENTITY, text: 'news' });
        if (!push) continue;
        const { path, payload } = push;
        expect(path).toMatch(/^\//);
        expect(new URL(path, 'http://host').pathname).toBe(path);
        expect(JSON.stringify(JSON.parse(payload))).toContain('news');
        expect(payload).toContain(IDENTITY.sessionId);
      }
    });

    it('reports what did not arrive in time, and what to do', () => {
      for (const missing of ['ready-signal', 'introduced'] as const) {
        const { message, hint } = session.describeMissing(missing, 1234);
        expect(message).toContain('1234 ms');
        expect(hint).toMatch(/./);
      }
      expect(session.refusedHint).toMatch(/^check /);
    });
  });

  describe('over a connection', () => {
    it('becomes ready with the signal of the server, if it has one', async () => {
      const log = await ready();
      expect((await log.next('ready')).how).toBe(protocol.terms.readySignal === undefined ? 'assumed' : 'signal');
    });

    it('delivers a reply, and the end of the turn if the platform signals it', async () => {
      const log = await ready();
      log.connection.say({ text: 'hello', restart: false });
      const reply = await log.next('reply-chunk');
      expect(reply).toMatchObject({ shows: 'content', finished: true });
      expect(protocol.reading.texts(reply)[0]).toMatch(/./);
      if (protocol.terms.signalsTurnEnd) await log.next('final-ping');
    });

    it('keeps texts of any script', async () => {
      const log = await ready();
      const text = 'Grüße 🙂 \u2028 "quoted" \\ {{no template}}';
      log.connection.say({ text, restart: false });
      expect((await log.next('reply-chunk')).text).toContain(text);
    });

    it('offers choices that can be pressed', async () => {
      const log = await ready();
      log.connection.say(offer);
      const { data } = await log.next('reply-chunk');
      const [choice] = protocol.reading.choices(data);
      expect(choice).toMatchObject({ title: expect.stringMatching(/./), payload: expect.stringMatching(/./) });
    });
  });
}
