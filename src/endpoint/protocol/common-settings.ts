/** What the settings of every protocol have. */
export interface CommonSettings {
  readonly name: string;
  /** Inputs are marked as test inputs, where the platform has a test mode. */
  readonly testMode: boolean;
}
