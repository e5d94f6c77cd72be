/** What the practice endpoint does. Replaced by its real definition. */
export interface PracticeOptions {
  readonly bot: 'booking' | 'echo';
}
