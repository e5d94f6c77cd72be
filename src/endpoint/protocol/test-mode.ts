import type { CommonSettings } from './common-settings.ts';

interface Spoken {
  readonly protocol: CommonSettings;
}

/** The same target with inputs that are not billed, where its platform offers that. */
export function inTestMode<Settings extends Spoken>(settings: Settings): Settings {
  return { ...settings, protocol: { ...settings.protocol, testMode: true } };
}

/** Are the inputs marked as test inputs? */
export function isTestMode({ protocol }: Spoken): boolean {
  return protocol.testMode;
}
