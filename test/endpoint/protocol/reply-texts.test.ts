import { describe, expect, it } from 'vitest';
import { replyTexts } from '../../../src/endpoint/protocol/cognigy/reply-texts.ts';

const quickReplies = {
  type: 'quick_replies',
  text: 'Which day?',
  quickReplies: [
    { id: 1, title: 'Monday', contentType: 'postback', payload: 'day-1' },
    { id: 2, title: 'Other day', contentType: 'postback', payload: 'other' },
  ],
};
const rendered = {
  message: {
    text: 'Which day?',
    quick_replies: [{ content_type: 'text', title: 'Monday', payload: 'day-1' }],
    attachment: {
      type: 'template',
      payload: { template_type: 'button', text: 'Or call', buttons: [{ title: 'Call us' }] },
    },
  },
};

describe('the texts of a reply', () => {
  it('are its own first, then those of quick replies, each once', () => {
    const data = { _cognigy: { _default: { _quickReplies: quickReplies }, _webchat: rendered } };
    expect(replyTexts({ text: 'Hello', data })).toEqual([
      'Hello',
      'Which day?',
      'Monday',
      'Other day',
      'Or call',
      'Call us',
    ]);
  });

  it('are found in the older nesting', () => {
    const data = { _data: { _cognigy: { _default: { _buttons: { text: 'Choose', buttons: [{ title: 'Yes' }] } } } } };
    expect(replyTexts({ text: '', data })).toEqual(['Choose', 'Yes']);
  });

  it('are found in lists and galleries', () => {
    const items = [
      { title: 'Pizza', subtitle: 'with olives', imageUrl: 'http://x', buttons: [{ title: 'Order', payload: 'p' }] },
    ];
    const data = { _cognigy: { _default: { _gallery: { type: 'carousel', items } } } };
    expect(replyTexts({ text: '', data })).toEqual(['Pizza', 'with olives', 'Order']);
  });

  it('exclude internal data of the Flow', () => {
    expect(replyTexts({ text: '', data: { text: 'internal', title: 'internal' } })).toEqual([]);
  });

  it.each([undefined, null, 'text', 7, [{ text: 'x' }]])('are empty for the data %j', (data) => {
    expect(replyTexts({ text: '', data })).toEqual([]);
  });

  it('end somewhere in infinitely nested data', () => {
    const endless: Record<string, unknown> = { text: 'again' };
    endless.more = endless;
    expect(replyTexts({ text: '', data: { _cognigy: endless } })).toEqual(['again']);
    const many = Array.from({ length: 5000 }, (_, index) => ({ title: `t${index}` }));
    expect(replyTexts({ text: '', data: { _cognigy: { many } } }).length).toBeLessThanOrEqual(200);
  });
});
