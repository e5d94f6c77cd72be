import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { importFiles } from '../../../src/import/import-files.ts';
import { describeNotConverted, type Imported } from '../../../src/import/imported.ts';
import type { TranscriptOptions } from '../../../src/import/transcript-options.ts';
import { tempFolder } from '../../support/palaver.ts';
import { refusal } from '../../support/refusal.ts';

function importText(name: string, text: string | Buffer, options: Partial<TranscriptOptions> = {}): Imported {
  const folder = tempFolder();
  writeFileSync(join(folder, name), text);
  return importFiles([name], folder, { expect: 'contains', ...options });
}

/** `name: said → expected, expected; said`, a line per conversation. */
function told({ conversations }: Imported): readonly string[] {
  return conversations.map(({ name, steps }) => `${name}: ${steps.map(({ step }) => turnOf(step)).join('; ')}`);
}

function turnOf(step: unknown): string {
  if (typeof step === 'string') return step;
  const { say, expect: checks } = step as { say: string; expect?: { text?: { contains?: string } } };
  return checks?.text?.contains === undefined ? say : `${say} → ${checks.text.contains}`;
}

function leftOut({ conversations, notConverted }: Imported): readonly string[] {
  const ofTalks = conversations.flatMap((talk) => [
    ...talk.steps.flatMap((step) => step.notConverted),
    ...talk.notConverted,
  ]);
  return [...notConverted, ...ofTalks].map(describeNotConverted);
}

const csv = (...lines: readonly string[]) => `${lines.join('\n')}\n`;

describe('the columns of a transcript', () => {
  it.each<[string, string, Partial<TranscriptOptions>]>([
    [
      'Cognigy OData',
      csv(
        'sessionId,contactId,inputText,type,source,timestamp',
        's1,u7,hi,input,user,2018-2-25T12:32:32.000Z',
        's1,u7,hello,output,bot,2018-2-25T12:32:33.000Z',
      ),
      {},
    ],
    [
      'names with blanks and hyphens',
      csv('Session ID;Sender-Type;Message Text', 's1;Customer;hi', 's1;Virtual Assistant;hello'),
      {},
    ],
    [
      'a direction next to addresses',
      csv('chat_id,from,direction,body', 's1,+49151,inbound,hi', 's1,+49800,outbound,hello'),
      {},
    ],
    ['texts of both in one row', csv('conversation_id,question,answer', 's1,hi,hello'), {}],
    ['a user without an answer', csv('session,user,bot', 's1,,hello before', 's1,hi,hello'), {}],
    [
      'given names',
      csv('a,b,c', 's1,Ann,hi', 's1,Bo,hello'),
      { columns: { conversation: 'a', speaker: 'b', text: 'c' }, userValues: ['Ann'] },
    ],
    ['given names of both', csv('a,b,c', 's1,hi,hello'), { columns: { conversation: 'a', user: 'b', bot: 'c' } }],
    [
      'Dialogflow CX in BigQuery',
      csv(
        'conversation_name,turn_position,request,response',
        `s1,1,"${json({ queryInput: { text: { text: 'hi' } } })}","${json({ queryResult: { responseMessages: [{ text: { text: ['hello'] } }] } })}"`,
      ),
      {},
    ],
  ])('are found: %s', (_name, text, options) => {
    expect(told(importText('log.csv', text, options))).toEqual(['s1: hi → hello']);
  });

  it('are keys of JSON objects, of which rows may lack some, or values within them', () => {
    const rows = [
      { chat: 's1', message: { by: 'user', text: 'hi' } },
      { chat: 's1', message: { by: 'bot', text: 'hello' }, extra: 1 },
      { chat: 's1', message: { by: 'user' } },
    ];
    const columns = { speaker: 'message.by', text: 'message.text' };
    for (const text of [
      JSON.stringify(rows),
      JSON.stringify({ value: rows }),
      rows.map((row) => JSON.stringify(row)).join('\n'),
    ]) {
      expect(told(importText('log.json', text, { columns }))).toEqual(['s1: hi → hello']);
    }
  });

  it('of which two have one name are refused if they are read', () => {
    expect(refusal(() => importText('log.csv', csv('who,text,text', 'user,a,b'))).message).toMatch(
      /two columns named "text"$/,
    );
    expect(told(importText('log.csv', csv('who,text,x,x', 'user,a,b,c')))).toEqual(['log: a']);
  });

  it('that are one suggest another delimiter', () => {
    const { message, hint } = refusal(() => importText('log.csv', csv('who~text', 'user~a')));
    expect(message).toMatch(/cannot determine which column of .* contains the text/);
    expect(hint).toMatch(/; if these are several, set --delimiter$/);
  });

  it('without the usual names suggest both forms of a transcript', () => {
    const { hint } = refusal(() => importText('log.csv', csv('q,a', 'hi,hello')));
    expect(hint).toMatch(/^set --columns text=NAME to one of q, a; .* --columns user=NAME,bot=NAME$/);
  });
});

describe('the speakers of a transcript', () => {
  it('may be several users, and agents who are not the bot', () => {
    const text = csv('who,text', 'user,hi', 'bot,hello', 'Agent Kim,I take over', 'customer,thanks', 'bot,bye');
    const imported = importText('log.csv', text);
    expect(told(imported)).toEqual(['log: hi → hello; thanks → bye']);
    expect(leftOut(imported)).toEqual(['log.csv:4  a message of Agent Kim: "I take over"']);
  });

  it('without a known bot are all the bot, except the user', () => {
    expect(told(importText('log.csv', csv('who,text', 'user,hi', 'agent,hello')))).toEqual(['log: hi → hello']);
  });

  it('are the user if only they talk to the bot in a conversation', () => {
    const text = csv('chat,who,text', '1,Ann,hi', '1,bot,hello', '2,bot,welcome', '2,Ben,hey');
    expect(told(importText('log.csv', text))).toEqual(['1: hi → hello', '2: hey']);
    expect(refusal(() => importText('log.csv', `${text}2,Kim,I take over\n`)).message).toMatch(
      /which speaker .* is the user/,
    );
  });

  it('can be given, several each', () => {
    const text = csv('who,text', 'Ann,hi', 'Bo,hello', 'Cy,and me', 'Di,of course', 'Ed,hm');
    const imported = importText('log.csv', text, { userValues: ['Ann', 'Cy'], botValues: ['Bo', 'Di'] });
    expect(told(imported)).toEqual(['log: hi → hello; and me → of course']);
    expect(leftOut(imported)).toEqual(['log.csv:6  a message of Ed: "hm"']);
    expect(refusal(() => importText('log.csv', text, { userValues: ['Ann'], botValues: ['Zed'] })).message).toBe(
      '--bot-value: log.csv has no speaker "Zed"',
    );
  });
});

describe('a message of the user without text', () => {
  it('is listed with its line and what it has instead, and the replies to it are not checked', () => {
    const text = csv(
      'sessionId,source,inputText,inputData,timestamp',
      's1,user,,"{""payload"":""yes""}",2024-03-01T10:00:00Z',
      's1,bot,you pressed yes,{},2024-03-01T10:00:01Z',
      's1,user,hi,{},2024-03-01T10:00:02Z',
      's1,bot,hello,,2024-03-01T10:00:03Z',
      's1,user,,{},2024-03-01T10:00:04Z',
      's1,bot,what?,,2024-03-01T10:00:05Z',
    );
    const imported = importText('log.csv', text);
    expect(told(imported)).toEqual(['s1: hi → hello']);
    expect(leftOut(imported)).toEqual([
      'log.csv  the column inputData',
      'log.csv:2  a message of the user without text (but with inputData)',
      'log.csv:3  the reply to a step that was not imported',
      'log.csv:6  a message of the user without text (such as a button press or an attachment)',
      'log.csv:7  the reply to a step that was not imported',
    ]);
  });
});

describe('the order of messages', () => {
  const rows = (...times: readonly string[]) =>
    csv(
      'who,text,time',
      ...times.map((time, index) => `${index % 2 === 0 ? 'user' : 'bot'},${index},2024-03-01 10:00:${time}`),
    );

  it.each<[string, string, readonly string[]]>([
    ['sorted within a conversation', rows('03', '04', '01', '02'), ['log: 2 → 3; 0 → 1']],
    ['kept where times are equal', rows('01', '01', '01', '01'), ['log: 0 → 1; 2 → 3']],
    [
      'reversed if the newest is first, also where times are equal',
      csv(
        'who,text,time',
        'bot,3,2024-03-01 10:00:02',
        'user,2,2024-03-01 10:00:02',
        'bot,1,2024-03-01 10:00:01',
        'user,0,2024-03-01 10:00:01',
      ),
      ['log: 0 → 1; 2 → 3'],
    ],
    [
      'reversed with the answers in the same row',
      csv('question,answer,time', 'c,d,2024-03-01 10:00:02', 'a,b,2024-03-01 10:00:01'),
      ['log: a → b; c → d'],
    ],
  ])('is %s', (_name, text, talks) => {
    const imported = importText('log.csv', text);
    expect(told(imported)).toEqual(talks);
    expect(imported.notes).toEqual(
      talks[0] === 'log: 0 → 1; 2 → 3' && text === rows('01', '01', '01', '01')
        ? []
        : ['log.csv: 1 conversation not in chronological order, now sorted by time: log'],
    );
  });

  it('stays if a time cannot be read, and says so', () => {
    const imported = importText(
      'log.csv',
      csv('who,text,time', 'user,hi,03/04/2024 10:00', 'bot,hello,02/04/2024 10:00'),
    );
    expect(told(imported)).toEqual(['log: hi → hello']);
    expect(leftOut(imported)).toEqual([
      'log.csv:2  the time "03/04/2024 10:00" does not show whether the day or the month comes first; the messages stay in the order of the file',
    ]);
  });
});

describe('recorded times', () => {
  const text = csv(
    'session,who,text,date,time',
    'a,bot,welcome,01.03.2024,10:00:00',
    'a,user,hi,01.03.2024,10:00:02.5',
    'a,bot,hello,01.03.2024,10:00:04',
    'a,bot,what can I do?,01.03.2024,10:00:05',
    'a,user,,01.03.2024,10:00:09',
    'b,user,hey,01.03.2024,10:00:01.25',
    'a,user,bye,01.03.2024,10:00:10',
    'b,user,again,01.03.2024,12:30:00',
  );

  it('become think times since the message before, and starts', () => {
    const { conversations } = importText('log.csv', text, { timing: true });
    expect(conversations.map(({ startMs }) => new Date(startMs!).toISOString())).toEqual([
      '2024-03-01T10:00:00.000Z',
      '2024-03-01T10:00:01.250Z',
    ]);
    const thinks = conversations.map(({ steps }) => steps.map(({ step }) => (step as { think: string }).think));
    expect(thinks).toEqual([
      ['2.5s', '1s'],
      ['0s', '1h'],
    ]);
    expect(conversations[1]!.steps[1]!.notConverted.map(describeNotConverted)).toEqual([
      'log.csv:9  a pause of 8998750ms; the longest think time is 1h',
    ]);
  });

  it('are those of the user in rows with both texts, which is said', () => {
    const rows = csv('question,answer,time', 'hi,hello,1709288430', 'bye,bye,1709288433.5');
    const { conversations, notes } = importText('log.csv', rows, { timing: true });
    expect(conversations[0]!.steps.map(({ step }) => (step as { think: string }).think)).toEqual(['0s', '3.5s']);
    expect(notes).toEqual(['log.csv: each row has one time for both texts, so think times include response times']);
  });

  it('are keys of the messages of a data set', () => {
    const messages = [
      { role: 'user', content: 'hi', timestamp: 1709288430000 },
      { role: 'assistant', content: 'hello', timestamp: 1709288431000 },
      { role: 'user', content: 'bye', timestamp: 1709288433250 },
    ];
    const { conversations } = importText('log.json', JSON.stringify({ messages }), { timing: true });
    expect(conversations[0]!.steps.map(({ step }) => (step as { think: string }).think)).toEqual(['0s', '2250ms']);
  });

  it('are not imported unless asked for', () => {
    const { conversations } = importText('log.csv', text);
    expect(conversations.map(({ startMs }) => startMs)).toEqual([undefined, undefined]);
    expect(conversations[1]!.steps[0]!.step).toBe('hey');
  });

  it.each<[string, string, RegExp]>([
    ['no column of times', csv('who,text', 'user,hi'), /^--timing: no column of log\.csv is recognised as the time/],
    [
      'a message without one',
      csv('who,text,time', 'user,hi,2024-03-01 10:00', 'bot,yes,'),
      /^--timing: log\.csv:3: a message has no time$/,
    ],
    [
      'one that cannot be read',
      csv('who,text,time', 'user,hi,today'),
      /^--timing: log\.csv:2: the time "today" is not a recognised date/,
    ],
    [
      'day or month first',
      csv('who,text,time', 'user,hi,03/04/2024 10:00'),
      /does not show whether the day or the month comes first$/,
    ],
  ])('are refused with %s', (_name, rows, message) => {
    expect(refusal(() => importText('log.csv', rows, { timing: true })).message).toMatch(message);
  });

  it('are needed by every conversation', () => {
    const folder = tempFolder();
    writeFileSync(join(folder, 'log.csv'), text);
    writeFileSync(join(folder, 'greet.convo.txt'), 'Greet\n\n#me\nhello\n');
    const files = [join(folder, 'log.csv'), join(folder, 'greet.convo.txt')];
    expect(refusal(() => importFiles(files, folder, { expect: 'none', timing: true })).message).toBe(
      '--timing: the conversation "Greet" has no recorded times',
    );
  });
});

function json(value: unknown): string {
  return JSON.stringify(value).replaceAll('"', '""');
}
