import { describe, expect, it } from 'vitest';
import {
  catchUnusableValue,
  differsBySession,
  namesUsed,
  renderSettings,
  templatedTexts,
} from '../../../src/endpoint/session/connection-values.ts';
import type { TemplateScope } from '../../../src/template/render-template.ts';
import { type EndpointParts, settledEndpoint } from '../../support/settled-endpoint.ts';

const at = (parts: EndpointParts = {}) => settledEndpoint('http://127.0.0.1:1/token-of-values', parts);
const scope = (row: Record<string, unknown> = {}, variables: Record<string, unknown> = {}): TemplateScope => ({
  variables,
  row,
  vu: 3,
  conversation: 7,
  runId: 'run',
  sessionId: 'run-c7',
  marker: 'run-c7',
  todayMs: 0,
  stream: () => ({ next: () => 0 }),
});
const PARTS: EndpointParts = {
  headers: { Authorization: 'Bearer {{token}}', 'X-Fixed': 'same' },
  query: { tenant: '{{tenant}}', vu: '{{$vu}}' },
  channel: 'web-{{tenant}}',
  passthroughIp: '{{ip}}',
};

describe('the values of a session', () => {
  it('are rendered in headers, query, channel and IP address, and nowhere else', () => {
    const settings = at(PARTS);
    const rendered = renderSettings(settings, scope({ token: 'tok-ann', tenant: 'a&b', ip: '192.0.2.7' }));
    expect(rendered).toEqual({
      ...settings,
      headers: { Authorization: 'Bearer tok-ann', 'X-Fixed': 'same' },
      query: { tenant: 'a&b', vu: '3' },
      protocol: { ...settings.protocol, channel: 'web-a&b', passthroughIp: '192.0.2.7' },
    });
    // Its connections share the route of the target.
    expect(rendered.address).toBe(settings.address);
    expect(rendered.network).toBe(settings.network);
  });

  it('come from what is captured, before the columns', () => {
    const settings = at({ headers: { a: '{{token}}' } });
    expect(renderSettings(settings, scope({ token: 'column' }, { token: 'captured' })).headers).toEqual({
      a: 'captured',
    });
  });

  it('may have literal braces', () => {
    expect(renderSettings(at({ headers: { a: '\\{{token}}' } }), scope()).headers).toEqual({ a: '{{token}}' });
  });

  it.each([
    [{ headers: { Authorization: 'Bearer {{token}}' } }, {}, 'header Authorization: {{token}} has no value'],
    [{ query: { who: '{{who}}' } }, {}, 'query parameter who: {{who}} has no value'],
    [{ channel: '{{shop}}' }, {}, 'channel: {{shop}} has no value'],
    [
      { headers: { 'X-Name': '{{name}}' } },
      { name: 'a\r\nX-Evil: 1' },
      'header X-Name: its value contains characters that are not allowed in a header, such as a line break',
    ],
    [{ query: { who: '{{who}}' } }, { who: '\ud800' }, 'query parameter who: its value is not valid Unicode'],
  ])('say which setting %j has no usable value', (parts, row, message) => {
    expect(
      catchUnusableValue(
        () => renderSettings(at(parts), scope(row)),
        (said) => said,
      ),
    ).toBe(message);
  });

  it('are known to differ by the templates', () => {
    expect(differsBySession(at({ headers: { a: 'b' }, query: { c: 'd' }, channel: 'e' }))).toBe(false);
    for (const part of ['headers', 'query', 'channel', 'passthroughIp'] as const)
      expect(differsBySession(at({ [part]: PARTS[part] }))).toBe(true);
    expect(namesUsed(templatedTexts(at(PARTS)))).toEqual(['token', 'tenant', 'ip']);
  });
});
