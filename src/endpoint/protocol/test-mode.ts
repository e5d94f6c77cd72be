import type { EndpointSettings } from '../endpoint-settings.ts';

/** The same target with inputs that are not billed, where its platform offers that. */
export function inTestMode<Settings extends EndpointSettings>(settings: Settings): Settings {
  return { ...settings, protocol: { ...settings.protocol, testMode: true } };
}

/** Are the inputs marked as test inputs? */
export function isTestMode({ protocol }: Pick<EndpointSettings, 'protocol'>): boolean {
  return protocol.testMode;
}
