import type { EndpointSettings } from '../../endpoint/endpoint-settings.ts';
import { PLATFORM_TERMS } from '../../endpoint/protocol/platform-terms.ts';
import { sendsAuth } from '../../endpoint/protocol/sends-auth.ts';
import { proxyFor } from '../../endpoint/proxy-choice.ts';
import { fixedTexts, type PlacedSetting, templatedTexts } from '../../endpoint/session/connection-values.ts';
import { KnownError } from '../../platform/known-error.ts';
import type { Environment } from '../../platform/process/environment.ts';
import { hasTemplate, parseTemplate } from '../../template/template.ts';

const WHERE_ALLOWED = 'only the values of headers, query, channel and passthroughIp, and user ids';

/**
 * Refuses settings that would put a template on the wire as it stands: a template where it is not rendered, or one that is not
 * valid; and settings that would not be sent. They may come from a scenario, a flag, a file or a variable.
 * @throws KnownError (104). It does not show the value, which may be a credential.
 */
export function checkSettings(settings: EndpointSettings, env: Environment): EndpointSettings {
  for (const { place, text } of fixedTexts(settings)) refuseTemplate(settings.name, place, text);
  for (const setting of templatedTexts(settings)) refuseInvalid(settings.name, setting);
  refuseOwnParameters(settings);
  refuseUnsentAuth(settings);
  // Refuses a malformed proxy, and a template in one.
  proxyFor(settings.address.origin, settings.network.proxy, env);
  return settings;
}

/** @throws KnownError (104) for a text with a template, in a place where none is rendered. */
export function refuseTemplate(target: string, place: string, text: string): void {
  if (!hasTemplate(text)) return;
  throw new KnownError(`target ${target}: ${place} contains a template {{…}}, which is not allowed there`, {
    hint: `remove it; templates can be in ${WHERE_ALLOWED}`,
  });
}

function refuseInvalid(target: string, { place, text }: PlacedSetting): void {
  if (!('problem' in parseTemplate(text))) return;
  throw new KnownError(`target ${target}: ${place} is not a valid template`, {
    hint: 'write {{name}}, a built-in such as {{$vu}}, or \\{{ for the braces themselves',
  });
}

/** Parameters that Engine.IO sends itself. */
const ENGINE_FIELDS = ['EIO', 'transport', 'sid', 't', 'b64'];

function refuseOwnParameters({ name: target, query, protocol }: EndpointSettings): void {
  const own = [...PLATFORM_TERMS[protocol.name].queryFields, ...ENGINE_FIELDS];
  const replaced = Object.keys(query).find((name) => own.includes(name));
  if (replaced === undefined) return;
  throw new KnownError(`target ${target}: the query parameter ${replaced} is set by palaver and cannot be replaced`, {
    hint: `use another name than ${own.join(', ')}`,
  });
}

function refuseUnsentAuth({ name: target, socketio, protocol }: EndpointSettings): void {
  if (socketio !== 2 || !sendsAuth(protocol)) return;
  throw new KnownError(`target ${target}: Socket.IO 2 has no connect payload, so auth cannot be sent`, {
    hint: 'use Socket.IO 4, or remove auth (or the token) and send credentials in query or headers',
  });
}
