import type { EndpointFailure } from './endpoint-failure.ts';

/** What went wrong at a proxy or on the way to it; `status` is its answer to CONNECT, where it gave one. */
export function proxyFailure(sentence: string, status: number | undefined): EndpointFailure {
  if (status !== undefined) {
    return {
      class: 'proxy',
      status,
      message: `the proxy refused the tunnel with HTTP ${status}`,
      hint:
        status === 407 ? 'give user and password in the proxy URL' : 'the proxy may not be allowed to reach this host',
    };
  }
  return {
    class: 'proxy',
    message: `the proxy cannot be used: ${sentence}`,
    hint: 'check --proxy, HTTPS_PROXY and HTTP_PROXY, or take the host out with NO_PROXY',
  };
}
