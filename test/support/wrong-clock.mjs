/** Loaded with --import: the wall clock of this process and its threads is wrong by WRONG_BY_MS. */
const wrongByMs = Number(process.env.WRONG_BY_MS);
const { now } = Date;
globalThis.Date = class extends Date {
  constructor(...words) {
    super(...(words.length === 0 ? [now() + wrongByMs] : words));
  }

  static now() {
    return now() + wrongByMs;
  }
};
