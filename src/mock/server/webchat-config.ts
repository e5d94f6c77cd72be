/**
 * The response of `GET /TOKEN`: the configuration that a webchat fetches before it connects. The type is IWebchatConfig of
 * @cognigy/webchat-client, with the settings that a client may need.
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
