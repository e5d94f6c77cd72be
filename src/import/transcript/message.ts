/** The messages of one conversation, in the order of the file. */
export interface RecordedChat {
  readonly name: string;
  readonly messages: readonly Message[];
}

/** One message of a transcript or a chat data set. */
export interface Message {
  readonly speaker: Speaker;
  /** Empty: it has none, such as a button press. */
  readonly text: string;
  /** What it contains besides text, in words, such as `a part of type image_url`. */
  readonly omitted: readonly string[];
  /** As written. */
  readonly time: string | undefined;
  /** Line of the file, from 1; undefined: not known. */
  readonly line: number | undefined;
  /** Its place where the line does not say it, such as `conversation 3, message 2`. */
  readonly place: string | undefined;
}

/** The name of a speaker as written; or a role, where the column of the text says who speaks. */
export type Speaker = { readonly named: string } | { readonly role: 'user' | 'bot' };
