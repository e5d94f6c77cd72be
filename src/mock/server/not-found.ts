/** The answer to other paths; it lists the routes, since a wrong sub-path or token is a common mistake. */
export function notFoundText(subPath: string, path: string): string {
  const routes = [
    `Socket.IO at ${subPath}/socket.io/`,
    `GET ${subPath}/TOKEN (webchat configuration)`,
    `POST ${subPath}/inject/TOKEN`,
    `POST ${subPath}/notify/TOKEN`,
    `GET ${subPath}/stats`,
  ];
  return `not found: ${path}; the mock endpoint serves ${routes.join(', ')}`;
}
