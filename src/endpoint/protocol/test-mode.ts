import type { EndpointSettings } from '../endpoint-settings.ts';

type Spoken = Pick<EndpointSettings, 'protocol'>;

/** The same target with inputs that are not billed, where its platform offers that. */
export function inTestMode<Settings extends Spoken>(settings: Settings): Settings {
  const { protocol } = settings;
  return 'testMode' in protocol ? { ...settings, protocol: { ...protocol, testMode: true } } : settings;
}

/** Are the inputs marked as test inputs? */
export function isTestMode({ protocol }: Spoken): boolean {
  return 'testMode' in protocol && protocol.testMode;
}
