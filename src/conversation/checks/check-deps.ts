import type { ReplyReading } from '../../endpoint/protocol/chat-protocol.ts';

/** What a check of the scenario needs besides the replies. */
export interface CheckDeps {
  readonly render: Render;
  /** What a user of the platform sees of a reply. */
  readonly reading: ReplyReading;
}

/** Puts the variables of a conversation into a text of the scenario. Throws UnknownVariable for one without a value. */
export type Render = (text: string) => string;

export const AS_WRITTEN: Render = (text) => text;
