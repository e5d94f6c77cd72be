/**
 * What `GET /TOKEN` answers: the configuration that a webchat fetches before it connects. The shape is IWebchatConfig of
 * @cognigy/webchat-client; of its settings those that a client may build on.
 */
export function webchatConfig(urlToken: string): object {
  return {
    active: true,
    URLToken: urlToken,
    settings: {
      title: 'palaver mock endpoint',
      startBehavior: 'none',
      getStartedButtonText: '',
      getStartedPayload: '',
      getStartedText: '',
      inputPlaceholder: '',
      messageDelay: 0,
      enableConnectionStatusIndicator: true,
      enableTypingIndicator: true,
      enablePersistentMenu: false,
      persistentMenu: { title: '', menuItems: [] },
    },
  };
}
