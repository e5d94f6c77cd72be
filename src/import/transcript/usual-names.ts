import type { ColumnPart } from '../transcript-options.ts';

/** Names that exports use for the parts of a transcript. Compared by `bareName`; earlier ones are preferred. */
const USUAL_NAMES = {
  conversation: [
    ...[
      'conversation',
      'conversationid',
      'session',
      'sessionid',
      'dialog',
      'dialogid',
      'dialogue',
      'dialogueid',
      'chat',
    ],
    ...['chatid', 'conversationname', 'conversationuuid', 'sessionuuid', 'sessionname', 'thread', 'threadid'],
    ...['interactionid', 'callid', 'ticketid', 'caseid'],
  ],
  speaker: [
    ...['speaker', 'who', 'from', 'role', 'sender', 'author', 'source', 'direction', 'sendertype', 'senderrole'],
    ...['authortype', 'participant', 'participantrole', 'participanttype', 'actor', 'origin', 'by', 'type'],
  ],
  text: [
    ...['text', 'message', 'utterance', 'content', 'inputtext', 'msg', 'body', 'messagetext', 'messagebody', 'value'],
    'transcript',
  ],
  time: [
    ...['timestamp', 'time', 'datetime', 'sentat', 'createdat', 'created', 'requesttime', 'messagetime', 'eventtime'],
    ...['messagetimestamp', 'messagedate', 'starttimestampusec', 'starttime', 'date', 'ts'],
  ],
  /** Text of the user and of the bot in the same row. */
  user: [
    ...['user', 'usermessage', 'usertext', 'userinput', 'userutterance', 'userquery', 'query', 'querytext', 'question'],
    ...['prompt', 'input', 'inputtext', 'customer'],
  ],
  bot: [
    ...[
      'bot',
      'botmessage',
      'bottext',
      'botresponse',
      'botreply',
      'agentresponse',
      'response',
      'responsetext',
      'answer',
    ],
    ...['reply', 'output', 'outputtext', 'fulfillmenttext', 'completion', 'assistant'],
  ],
} as const satisfies Readonly<Record<ColumnPart, readonly string[]>>;

/** Without case, blanks, hyphens, underscores and dots. */
export function bareName(name: string): string {
  return name.toLowerCase().replace(/[\s_.-]/g, '');
}

/** The first of `names` that has the most preferred of the usual names. */
export function usualName(names: readonly string[], part: ColumnPart): string | undefined {
  return usualNames(names, part)[0];
}

/** Those of `names` that are usual, the most preferred first. */
export function usualNames(names: readonly string[], part: ColumnPart): readonly string[] {
  return USUAL_NAMES[part].flatMap((usual) => names.find((name) => bareName(name) === usual) ?? []);
}
