import { type RandomStream, randomStream } from '../../../platform/random.ts';
import { renderData, type TemplateScope } from '../../../template/render-template.ts';
import type { SessionIdentity } from '../../endpoint-connection.ts';

/** Renders what one session sends. */
export class SessionTemplates {
  private readonly identity: SessionIdentity;
  private drawn = 0;

  constructor(identity: SessionIdentity) {
    this.identity = identity;
  }

  /** `variables`: those of an input, in addition to the ids. */
  render<T>(value: T, variables: Readonly<Record<string, unknown>> = {}): T {
    return renderData(value, this.scope(variables)) as T;
  }

  private scope(variables: Readonly<Record<string, unknown>>): TemplateScope {
    const { userId, sessionId } = this.identity;
    let stream: RandomStream | undefined;
    return {
      variables: { ...variables, userId, sessionId },
      row: undefined,
      vu: 0,
      conversation: 0,
      runId: '',
      sessionId,
      marker: '',
      todayMs: 0,
      stream: () => {
        if (!stream) this.drawn += 1;
        stream ??= randomStream(sessionId, this.drawn, 'sent event');
        return stream;
      },
    };
  }
}
