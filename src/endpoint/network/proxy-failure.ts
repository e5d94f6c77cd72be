import type { EndpointFailure } from '../endpoint-failure.ts';

/** What went wrong at a proxy or on the way to it, before it answered; `known`: the same where no proxy is in between. */
export function proxyFailure(sentence: string, known?: EndpointFailure): EndpointFailure {
  return {
    class: 'proxy',
    message: `the proxy cannot be used: ${known?.message ?? sentence}`,
    hint:
      known?.class === 'tls' && known.hint !== undefined
        ? known.hint
        : 'check --proxy, HTTPS_PROXY and HTTP_PROXY, or exclude the host with NO_PROXY',
  };
}
