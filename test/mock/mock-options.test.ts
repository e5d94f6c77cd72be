import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { mockInputFromFlat, mockOptionDocs } from '../../src/mock/mock-option-docs.ts';
import { mockOptionsSchema, parseMockOptions } from '../../src/mock/mock-options.ts';
import { KnownError } from '../../src/platform/known-error.ts';

const messageFor = (input: unknown): string => {
  try {
    parseMockOptions(input);
  } catch (thrown) {
    expect(thrown).toBeInstanceOf(KnownError);
    return (thrown as KnownError).message;
  }
  throw new Error('was accepted');
};

describe('the options of the mock endpoint', () => {
  it.each([
    [{ workers: 0 }, 'workers must be at least 1 (got 0)'],
    [{ workers: 20_000 }, 'workers must be at most 10000 (got 20000)'],
    [{ workers: 'x' }, 'workers must be a whole number (got "x")'],
    [{ nesting: 'x' }, 'nesting must be default, webchat or data (got "x")'],
    [{ typing: 'x' }, 'typing must be true or false (got "x")'],
    [{ token: '' }, 'token must not be empty (got "")'],
  ])('says of %o: %s', (input, message) => {
    expect(messageFor(input)).toBe(`mock endpoint: ${message}`);
  });

  it('fills in every default', () => {
    const options = parseMockOptions({});
    expect(options).toMatchObject({
      bot: 'booking',
      delay: { kind: 'lognormal', medianMs: 400, sigma: 0.4 },
      workers: 8,
      queueTtlMs: 120_000,
      readyMs: 20,
      faults: { drop: 0, retryAfterMs: 5000, restartDowntimeMs: 2000 },
    });
    expect(options.faults.restartMs).toBeUndefined();
  });

  it('parses durations, distributions and never', () => {
    const options = parseMockOptions({
      ready: 'never',
      gap: '1s..2s',
      faults: { slowAccept: '5s', restart: '1m' },
    });
    expect(options.readyMs).toBeUndefined();
    expect(options.gap).toEqual({ kind: 'uniform', fromMs: 1000, toMs: 2000 });
    expect(options.faults).toMatchObject({ slowAccept: { kind: 'constant', ms: 5000 }, restartMs: 60_000 });
  });

  it('survives the transfer to another process as JSON', () => {
    const options = parseMockOptions({ delay: '50ms', faults: { drop: 0.5 }, seed: 'x' });
    expect(parseMockOptions(JSON.parse(JSON.stringify(options.input)))).toEqual(options);
  });

  it('reports every problem at once, each with its path', () => {
    const message = messageFor({ delay: 'soon', workers: 0, faults: { refuse: 418, drop: 2 }, worker: 3 });
    for (const part of ['delay', 'workers', 'faults.refuse', '401, 403', 'faults.drop', '"worker"']) {
      expect(message).toContain(part);
    }
  });

  it('reports the value and the option name that the user gave', () => {
    expect(() => parseMockOptions({ delay: '5', faults: { drop: 3 } }, (key) => `--${key}`)).toThrow(
      /--delay must be a duration or a distribution: 2s, .* \(got "5"\); --faults\.drop must be a probability .* \(got 3\)$/,
    );
  });

  it('lists the available bots', () => {
    expect(messageFor({ bot: 'parrot' })).toContain(
      'must be booking, echo, faq, stream, handover, transformer or translate',
    );
  });

  it('has a JSON Schema that accepts the same input', () => {
    const validate = new Ajv2020({ strict: false }).compile(z.toJSONSchema(mockOptionsSchema, { io: 'input' }));
    expect(validate({ bot: 'echo', delay: '50ms', ready: 'never', faults: { refuse: 429 } })).toBe(true);
    expect(validate({})).toBe(true);
    expect(validate({ bots: 'echo' })).toBe(false);
    expect(validate({ faults: { refuse: 418 } })).toBe(false);
  });
});

describe('the options as flat strings', () => {
  it('documents every option with a valid example', () => {
    expect(mockOptionDocs.length).toBeGreaterThan(30);
    for (const { key, description, example } of mockOptionDocs) {
      expect(description, key).not.toBe('');
      expect(() => parseMockOptions(mockInputFromFlat({ [key]: example })), key).not.toThrow();
    }
  });

  it('parses numbers and booleans only for options of that type', () => {
    const flat = { seed: '42', token: '4010', 'faults.refuse': '429', typing: 'false', 'faults.drop': '0.5' };
    expect(mockInputFromFlat(flat)).toEqual({
      seed: 42,
      token: '4010',
      typing: false,
      faults: { refuse: 429, drop: 0.5 },
    });
  });

  it('leaves invalid numbers to the validation of the option', () => {
    expect(messageFor(mockInputFromFlat({ workers: 'many' }))).toContain('workers');
  });

  it('rejects an unknown key', () => {
    expect(() => mockInputFromFlat({ wrokers: '3' })).toThrow(/unknown mock option wrokers/);
  });
});
