/** What a request for anything else is told: a URL is easily off by the sub-path, or by the token. */
export function notFoundText(subPath: string, path: string): string {
  const routes = [
    `Socket.IO at ${subPath}/socket.io/`,
    `GET ${subPath}/TOKEN (webchat configuration)`,
    `POST ${subPath}/inject/TOKEN`,
    `POST ${subPath}/notify/TOKEN`,
    `GET ${subPath}/stats`,
  ];
  return `nothing at ${path}; the mock endpoint answers ${routes.join(', ')}`;
}
