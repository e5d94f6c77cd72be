import type { EndpointFailure } from '../endpoint-failure.ts';

/** What a server means that does not accept the client which speaks Engine.IO `eio`: 3 is Socket.IO 2, 4 is Socket.IO 4. */
export function otherVersion(eio: 3 | 4): Required<Pick<EndpointFailure, 'class' | 'hint'>> {
  const version = eio === 3 ? 4 : 2;
  return { class: 'socketio-version', hint: `use --socketio ${version} (--socketio auto detects it)` };
}
