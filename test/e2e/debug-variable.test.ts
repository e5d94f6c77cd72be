import { describe, expect, it } from 'vitest';
import { palaver } from '../support/palaver.ts';

describe('DEBUG in the environment', () => {
  it('does not make the Socket.IO libraries print the token', async () => {
    const { code, stdout, stderr } = await palaver(['check', '-t', 'http://127.0.0.1:1/debug-secret-token'], {
      DEBUG: '*',
    });
    expect(code).toBe(114);
    expect(stdout + stderr).not.toContain('debug-secret-token');
  });
});

describe('a command named like a property of every object', () => {
  it.each(['constructor', '__proto__'])('is unknown: %s', async (name) => {
    const { code, stderr } = await palaver([name]);
    expect(code).toBe(104);
    expect(stderr).toContain(`unknown command "${name}"`);
  });
});
