import type { z } from 'zod';
import type { ErrorEntry } from '../measure/error-log.ts';
import type { Exemplars } from '../measure/exemplars.ts';
import type { Threshold } from '../verdict/threshold.ts';
import type { ThresholdResult } from '../verdict/threshold-result.ts';
import type { SearchScale } from '../verdict/validity-facts.ts';
import type { RunEnding } from '../verdict/verdict.ts';
import type { budgetSchema, generatorSchema, loadSchema, runSchema, targetSchema } from './facts-schema.ts';
import type { ScenarioFacts } from './scenario-facts.ts';
import type { TracedConversation } from './traces/trace-schema.ts';

export type RunHeader = z.infer<typeof runSchema>;
export type TargetFacts = z.infer<typeof targetSchema>;
export type LoadFacts = z.infer<typeof loadSchema>;
export type BudgetFacts = Pick<z.infer<typeof budgetSchema>, 'planned' | 'limit'>;
export type GeneratorFacts = z.infer<typeof generatorSchema>;

export interface RunPlaces {
  /** In order of the shards. */
  readonly names: readonly string[];
  /** The parts of the run are at different places (or without one), and their series have the label `place`. */
  readonly several: boolean;
}

/** Everything in a report that is not measured. */
export interface RunFacts {
  readonly run: RunHeader;
  readonly scenario: ScenarioFacts;
  readonly targets: readonly TargetFacts[];
  readonly load: LoadFacts;
  /** Where the load generators run, if that has a name. */
  readonly places?: RunPlaces;
  readonly thresholds: readonly Threshold[];
  /** Result of a threshold with a scope, which cannot be computed from a snapshot. Default: no data. */
  readonly scoped?: (threshold: Threshold) => ThresholdResult | undefined;
  /** Unplanned ends of the run; empty for a run that reached its end. */
  readonly endings: readonly RunEnding[];
  readonly generator: GeneratorFacts;
  /** For a step of a capacity search. */
  readonly search?: SearchScale;
  readonly errors: readonly ErrorEntry[];
  readonly exemplars: Exemplars;
  /** Undefined: no conversations were traced. */
  readonly traces?: readonly TracedConversation[];
  /** Planned use of the platform, and the budget. */
  readonly budget?: BudgetFacts;
  /** Every load thread has settled its turns: only then do the invariants hold. False for a checkpoint. */
  readonly settled: boolean;
  /** Further remarks for the reader. */
  readonly notes?: readonly string[];
}
