import type { ReplyReading } from '../../endpoint/protocol/chat-protocol.ts';

/** Context of a check, in addition to the replies. */
export interface CheckDeps {
  readonly render: Render;
  /** How texts and choices are read from a reply of the platform. */
  readonly reading: ReplyReading;
}

/** Renders a text of the scenario with the variables of a conversation. Throws UnknownVariable for one without a value. */
export type Render = (text: string) => string;

export const AS_WRITTEN: Render = (text) => text;
