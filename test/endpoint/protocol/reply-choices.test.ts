import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { replyChoices } from '../../../src/endpoint/protocol/cognigy/reply-choices.ts';

const yes = { id: 1, title: 'Yes', contentType: 'postback', payload: 'say-yes' };
const no = { id: 2, title: 'No', contentType: 'postback', payload: 'say-no', imageUrl: 'https://x.test/no.png' };
const order = { title: 'Order', type: 'postback', payload: 'order-1' };
const site = { title: 'Website', type: 'web_url', url: 'https://x.test', target: '_blank' };
const phone = { title: 'Call us', type: 'phone_number', payload: '+49 30 1' };

const inDefault = (content: object) => ({ _cognigy: { _default: content } });
const rendered = (message: object) => ({ message });
const template = (payload: object) => rendered({ attachment: { type: 'template', payload } });
const titles = (data: unknown) => replyChoices(data).map(({ title }) => title);

describe('the choices of a reply', () => {
  it('include its quick replies with their payloads', () => {
    const data = inDefault({ _quickReplies: { type: 'quick_replies', text: 'Sure?', quickReplies: [yes, no] } });
    expect(replyChoices(data)).toEqual([
      { title: 'Yes', payload: 'say-yes', kind: 'quick-reply' },
      { title: 'No', payload: 'say-no', kind: 'quick-reply' },
    ]);
  });

  it('include its buttons, except those that open a page or dial', () => {
    const data = inDefault({ _buttons: { type: 'buttons', text: 'Choose', buttons: [site, order, phone] } });
    expect(replyChoices(data)).toEqual([{ title: 'Order', payload: 'order-1', kind: 'button' }]);
  });

  it('exclude quick replies that ask for data of the device', () => {
    const asks = ['phone_number', 'user_email', 'location'].map((contentType) => ({ ...yes, contentType }));
    expect(titles(inDefault({ _quickReplies: { quickReplies: [...asks, no] } }))).toEqual(['No']);
  });

  it('include the buttons of galleries, lists and images', () => {
    const item = (n: number) => ({
      title: `Dish ${n}`,
      buttons: [{ ...order, title: `Order ${n}`, payload: `p${n}` }],
    });
    const more = { title: 'More', type: 'postback', payload: 'more', condition: '' };
    expect(titles(inDefault({ _gallery: { type: 'carousel', items: [item(1), item(2)] } }))).toEqual([
      'Order 1',
      'Order 2',
    ]);
    expect(titles(inDefault({ _list: { type: 'list', items: [item(3)], button: more } }))).toEqual(['Order 3', 'More']);
    expect(titles(inDefault({ _image: { type: 'image', imageUrl: 'https://x.test', buttons: [order] } }))).toEqual([
      'Order',
    ]);
  });

  it.each(['_webchat', '_facebook'])('are found in the form rendered for %s', (channel) => {
    const quick = rendered({ text: 'Sure?', quick_replies: [{ title: 'Yes', payload: 'y', content_type: 'text' }] });
    expect(replyChoices({ _cognigy: { [channel]: quick } })).toEqual([
      { title: 'Yes', payload: 'y', kind: 'quick-reply' },
    ]);
    const generic = template({ template_type: 'generic', elements: [{ title: 'Dish', buttons: [order, site] }] });
    expect(titles({ _cognigy: { [channel]: generic } })).toEqual(['Order']);
    const list = template({ template_type: 'list', elements: [{ title: 'Dish', buttons: null }], buttons: [order] });
    expect(titles({ _cognigy: { [channel]: list } })).toEqual(['Order']);
  });

  it('are found in the older nesting', () => {
    expect(titles({ _data: inDefault({ _buttons: { buttons: [order] } }) })).toEqual(['Order']);
    expect(titles({ _data: { _cognigy: { _facebook: template({ buttons: [order] }) } } })).toEqual(['Order']);
  });

  it('are listed once, however often they are rendered; the same title with another payload is another choice', () => {
    const again = { ...yes, payload: 'other-yes' };
    const data = {
      _cognigy: {
        _default: { _quickReplies: { quickReplies: [yes, no, again] } },
        _webchat: rendered({ quick_replies: [yes, no].map(({ title, payload }) => ({ title, payload })) }),
      },
    };
    expect(replyChoices(data).map(({ payload }) => payload)).toEqual(['say-yes', 'say-no', 'other-yes']);
  });

  it('have a title and a payload, with numbers as strings', () => {
    const odd = [{ title: 7, payload: 8 }, { title: 'Mute' }, { title: 'Empty', payload: '' }, { payload: 'x' }, null];
    expect(replyChoices(inDefault({ _quickReplies: { quickReplies: odd } }))).toEqual([
      { title: '7', payload: '8', kind: 'quick-reply' },
    ]);
  });

  it('exclude internal data of the Flow', () => {
    expect(replyChoices({ buttons: [order], quickReplies: [yes], _plugin: { buttons: [order] } })).toEqual([]);
  });

  it('end somewhere in infinitely nested data', () => {
    const many = Array.from({ length: 100_000 }, (_, n) => ({ title: `t${n}`, payload: `${n}` }));
    expect(replyChoices(inDefault({ _quickReplies: { quickReplies: many } })).length).toBe(200);
    const nothing = Array.from({ length: 3000 }, () => ({ buttons: [site] }));
    expect(replyChoices(inDefault({ _gallery: { items: nothing } }))).toEqual([]);
  });

  it('are a list for any input', () => {
    const keys = [
      '_cognigy',
      '_default',
      '_quickReplies',
      'quickReplies',
      '_list',
      'items',
      'button',
      'buttons',
      'title',
    ];
    const anything = fc.letrec((tie) => ({
      node: fc.oneof(
        { maxDepth: 6 },
        fc.jsonValue(),
        fc.array(tie('node'), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom(...keys, '_data', '_webchat', 'message', 'payload', 'type'), tie('node')),
      ),
    })).node;
    fc.assert(fc.property(anything, (data) => Array.isArray(replyChoices(data))));
  });
});
