import { type ExemplarConversation, ExemplarKeeper } from '../measure/exemplars.ts';
import type { ShardListener } from './shard-executor.ts';
import type { ShardFindings, ThreadFindings } from './shard-message.ts';

/** Collects the findings of a running shard; they are kept after a crash. */
export class FoundSoFar implements Pick<ShardListener, 'onFindings' | 'onExemplar'> {
  private latest: ThreadFindings = { errors: [], addresses: [] };
  private readonly exemplars = new ExemplarKeeper();

  readonly onFindings = (findings: ThreadFindings): void => {
    this.latest = findings;
  };

  readonly onExemplar = (exemplar: ExemplarConversation): void => this.exemplars.offer(exemplar);

  get findings(): ShardFindings {
    return { ...this.latest, exemplars: this.exemplars.kept() };
  }
}
