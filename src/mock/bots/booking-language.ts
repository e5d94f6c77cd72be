/** The English that the booking bot understands. */

const NUMBER_WORDS = 'one two three four five six seven eight nine ten eleven twelve'.split(' ');

/** The first number in a text, in digits or as a word up to twelve; a `couple` is two. */
export function partySize(text: string): number | undefined {
  const digits = /\b\d{1,4}\b/.exec(text);
  if (digits) return Number(digits[0]);
  const words = text.toLowerCase().split(/[^a-z]+/);
  if (words.includes('couple')) return 2;
  const index = NUMBER_WORDS.findIndex((word) => words.includes(word));
  return index < 0 ? undefined : index + 1;
}

const DAY = /\b(today|tonight|tomorrow|(mon|tues|wednes|thurs|fri|satur|sun)day|week|noon|lunch|dinner|evening)\b/i;
const TIME = /\b\d{1,2}([:.]\d{2}|\s?(am|pm|o'clock|h)\b)|\b\d{4}-\d{2}-\d{2}\b|\b\d{1,2}[./]\d{1,2}\b|\bat \d{1,2}\b/i;

/** Whether a text names a day or a time, in words or digits. */
export function saysDay(text: string): boolean {
  return DAY.test(text) || TIME.test(text);
}

/** The name in `my name is Ada`, `Ada please` or just `Ada`; at most 60 characters. */
export function spokenName(text: string): string {
  return text
    .slice(0, 200)
    .trim()
    .replace(/^(my name is|i am|i'm|it is|it's|the name is|in the name of|name:)\s+/i, '')
    .replace(/[,.!]?\s*(please|thanks|thank you)?[.!]*$/i, '')
    .trim()
    .slice(0, 60);
}
