import { describe, expect, it } from 'vitest';
import { mockOptionDocs } from '../../src/mock/mock-option-docs.ts';

describe('the placeholder of a mock option in help', () => {
  it.each([
    ['bot', 'booking|echo|faq|stream|handover|transformer|translate'],
    ['delay', 'TIME'],
    ['ready', 'TIME'],
    ['workers', 'N'],
    ['typing', 'true|false'],
    ['transformerDrops', 'SHARE'],
    ['token', 'TEXT'],
    ['faults.pushStatus', 'N'],
    ['faults.heartbeatStop', 'SHARE'],
    ['faults.restart', 'TIME'],
  ])('of %s is %s', (key, value) => {
    expect(mockOptionDocs.find((option) => option.key === key)?.value).toBe(value);
  });
});
