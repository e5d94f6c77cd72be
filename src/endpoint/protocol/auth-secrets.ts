import { rememberSecret } from '../../platform/redact.ts';
import { hasTemplate } from '../../template/template.ts';
import type { EndpointSettings } from '../endpoint-settings.ts';

/** Shorter values are rather names and versions than credentials. */
const MIN_CREDENTIAL = 8;

/** Hides the texts of a target's connect payload in all outputs: a server may repeat them in an error. */
export function rememberAuthSecrets({ protocol }: Pick<EndpointSettings, 'protocol'>): void {
  if ('auth' in protocol) remember(protocol.auth);
}

function remember(auth: unknown): void {
  if (typeof auth === 'string') {
    if (hasTemplate(auth)) return;
    for (const text of [auth, ...auth.split(/\s+/)]) if (text.length >= MIN_CREDENTIAL) rememberSecret(text);
  } else if (typeof auth === 'object' && auth !== null) Object.values(auth).forEach(remember);
}
