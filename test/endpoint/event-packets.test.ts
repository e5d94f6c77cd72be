import { EventEmitter } from 'node:events';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { EventPackets, type PacketWire } from '../../src/endpoint/socketio/event-packets.ts';

/** A transport that writes down what is sent, what was taken, and what is left to the library. */
class Wire {
  readonly sent: { text: string; options: unknown }[] = [];
  readonly taken: (readonly unknown[])[] = [];
  readonly left: unknown[] = [];
  readonly packets: EventPackets;
  connected = true;
  readonly ws = Object.assign(new EventEmitter(), {
    onmessage: (() => this.left.push('the old listener')) as unknown,
    terminate: () => {},
    ping: () => {},
    send: (data: Buffer, options: unknown) => void this.sent.push({ text: data.toString(), options }),
  });

  constructor(namespace = '/') {
    const transport = {
      ws: this.ws,
      onData: (data: unknown) => void this.left.push(data),
      onError: () => {},
    };
    const engine = { transport } as PacketWire['engine'];
    this.packets = new EventPackets({ engine, isConnected: () => this.connected }, namespace, {
      received: (args) => void this.taken.push(args),
    });
  }

  receive(text: string): void {
    this.ws.emit('message', Buffer.from(text), false);
  }

  get sentTexts(): string[] {
    return this.sent.map(({ text }) => text);
  }
}

let wire: Wire;
beforeEach(() => {
  wire = new Wire();
});

describe('in a namespace', () => {
  it('is sent and taken with its name', () => {
    wire = new Wire('/chat');
    wire.packets.emit('["message","hi"]');
    wire.receive('42/chat,["reply","hello"]');
    wire.receive('42/chat,7["reply"]');
    (wire.taken[1]!.at(-1) as (arg: unknown) => void)('got it');
    wire.receive('42["reply","of the default namespace"]');
    wire.receive('42/other,["reply"]');
    expect(wire.sentTexts).toEqual(['42/chat,["message","hi"]', '43/chat,7["got it"]']);
    expect(wire.taken.map(([name]) => name)).toEqual(['reply', 'reply']);
    expect(wire.left).toHaveLength(2);
  });
});

describe.each([undefined, '/chat'])('an ack that was asked for (namespace %s)', (namespace) => {
  const scope = namespace === undefined ? '' : `${namespace},`;

  it('goes to the event that asked for it, once', () => {
    wire = new Wire(namespace);
    const acks: (readonly unknown[])[] = [];
    wire.packets.emit('["a"]', (args) => acks.push(['a', ...args]));
    wire.packets.emit('["b"]', (args) => acks.push(['b', ...args]));
    expect(wire.sentTexts).toEqual([`42${scope}0["a"]`, `42${scope}1["b"]`]);
    for (const packet of ['1["second",2]', '0[]', '0["again"]', '9["never asked"]'])
      wire.receive(`43${scope}${packet}`);
    expect(acks).toEqual([['b', 'second', 2], ['a']]);
    expect(wire.left).toHaveLength(2);
    expect(wire.taken).toEqual([]);
  });
});

describe('an event packet', () => {
  it('without an id has a name and arguments', () => {
    wire.receive('42["output",{"text":"caf\u00e9 \u{1F4DE}"},2]');
    expect(wire.taken).toEqual([['output', { text: 'café 📞' }, 2]]);
    expect(wire.left).toEqual([]);
    expect(wire.sent).toEqual([]);
  });

  it.each(['0', '7', '120', '12345678901234567890'])('with the id %s has a function that acks it once', (id) => {
    wire.receive(`42${id}["output",{}]`);
    const [name, payload, ack] = wire.taken[0] as [string, unknown, (...args: unknown[]) => void];
    expect([name, payload]).toEqual(['output', {}]);
    expect(wire.sent).toEqual([]);
    ack();
    ack('again');
    expect(wire.sentTexts).toEqual([`43${id}[]`]);
  });

  it('is acked with the given arguments', () => {
    wire.receive('421["handshake"]');
    const ack = wire.taken[0]![1] as (...args: unknown[]) => void;
    ack({ userId: 'u' }, [1]);
    expect(wire.sentTexts).toEqual(['431[{"userId":"u"},[1]]']);
  });

  it('is no longer acked once the connection is closed', () => {
    wire.receive('421["output"]');
    wire.connected = false;
    (wire.taken[0]![1] as () => void)();
    expect(wire.sent).toEqual([]);
  });

  it('is sent as text, uncompressed, at once', () => {
    wire.packets.emit('["processInput",{"text":"ü"}]');
    expect(wire.sent).toEqual([
      { text: '42["processInput",{"text":"ü"}]', options: { binary: false, compress: false } },
    ]);
  });

  it('is not sent before the connection is open', () => {
    wire.connected = false;
    wire.packets.emit('["processInput",{}]');
    expect(wire.sent).toEqual([]);
  });
});

describe('the library handles', () => {
  it.each([
    ['pings, opens and acks', ['2', '0{"sid":"x"}', '40{"sid":"y"}', '41', '431[]', '3probe', '6', '']],
    ['events of other namespaces', ['42/admin,["output",{}]', '42/admin,7["output"]']],
    ['events with binary attachments', ['451-["output",{"_placeholder":true,"num":0}]', '461-7["output"]']],
    ['what is no JSON', ['42["output",', '42[', '427[}', '42["a"]x', `42${'['.repeat(200_000)}`]],
    ['what is no list of arguments', ['42', '427', '42{}', '42"output"', '42null', '42 ["output"]', '42-1["output"]']],
  ])('%s', (_, texts) => {
    for (const text of texts) wire.receive(text);
    expect(wire.left).toEqual(texts);
    expect(wire.taken).toEqual([]);
  });

  it('binary frames, as they are', () => {
    const bytes = Buffer.from('42["output"]');
    wire.ws.emit('message', bytes, true);
    expect(wire.left).toEqual([bytes]);
    expect(wire.taken).toEqual([]);
  });

  it('binary frames that nothing calls binary, as version 7 of ws has them', () => {
    const bytes = Buffer.from([4, 42]);
    wire.ws.emit('message', bytes);
    wire.ws.emit('message', '42["output",{}]');
    expect(wire.left).toEqual([bytes]);
    expect(wire.taken).toEqual([['output', {}]]);
  });

  it('everything before the connection is open', () => {
    wire.connected = false;
    wire.receive('42["endpoint-ready",{}]');
    expect(wire.left).toEqual(['42["endpoint-ready",{}]']);
    expect(wire.taken).toEqual([]);
  });

  it('nothing with its previous listener', () => {
    expect(wire.ws.onmessage).toBeNull();
  });
});

describe('any text', () => {
  const json = fc.json();
  const anything = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.stringMatching(/^4[0-9]{0,4}[/,[\]{}"a-z0-9-]*$/),
    fc.tuple(fc.constantFrom('42', '420', '4299', '42/', '43', '45'), json).map(([head, tail]) => head + tail),
    fc.tuple(fc.array(fc.jsonValue()), fc.nat(20)).map(([list, cut]) => {
      const text = `42${JSON.stringify(list)}`;
      return text.slice(0, text.length - cut);
    }),
  );

  /** By the grammar, written down once more: the arguments of an event packet and its id. */
  function readByPattern(text: string): { id: string; args: unknown[] } | undefined {
    const [, id, list] = /^42([0-9]*)(\[[\s\S]*)$/.exec(text) ?? [];
    if (id === undefined || list === undefined) return undefined;
    try {
      return { id, args: JSON.parse(list) };
    } catch {
      return undefined;
    }
  }

  it('is accepted as an event packet or passed to the library unchanged, and nothing throws', () => {
    fc.assert(
      fc.property(anything, (text) => {
        const each = new Wire();
        // What a frame cannot carry (halves of surrogate pairs) does not come.
        const carried = Buffer.from(text).toString();
        each.receive(carried);
        const event = readByPattern(carried);
        expect(each.left).toEqual(event ? [] : [carried]);
        expect(each.taken).toHaveLength(event ? 1 : 0);
        if (!event) return;
        const taken = each.taken[0]!;
        expect(taken.slice(0, event.args.length)).toEqual(event.args);
        expect(taken.slice(event.args.length).map((ack) => typeof ack)).toEqual(event.id === '' ? [] : ['function']);
      }),
      { numRuns: 1000 },
    );
  });

  it('is parsed back as the event that was written', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), (args) => {
        const here = new Wire();
        const there = new Wire();
        here.packets.emit(JSON.stringify(args));
        for (const text of here.sentTexts) there.receive(text);
        expect(there.taken).toEqual([JSON.parse(JSON.stringify(args))]);
      }),
    );
  });
});
