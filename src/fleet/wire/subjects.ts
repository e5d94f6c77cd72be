/** The NATS subjects of a fleet, all with one prefix, so that the permissions of a user can be limited to them. */
export interface Subjects {
  /** Roll call: every agent answers with its offer. */
  readonly roll: string;
  /** Requests to one agent. */
  readonly agent: (id: string) => string;
  /** To all agents of a run: its lease, and its end. */
  readonly lease: (run: string) => string;
  /** From the agents of a run to its coordinator: what they have measured. */
  readonly state: (run: string) => string;
  /** Requests to a coordinator: parts of the order of its run. */
  readonly order: (run: string) => string;
  /** Prefix of the subjects of responses. */
  readonly inbox: string;
}

/** Run ids may contain dots, which separate the words of a subject, and need one on both sides. */
export function subjectsOf(fleet: string): Subjects {
  const prefix = `palaver.${fleet}`;
  const ofRun = (run: string) => `${prefix}.run.${run.replaceAll('.', '%2E')}`;
  return {
    roll: `${prefix}.roll`,
    agent: (id) => `${prefix}.agent.${id}`,
    lease: (run) => `${ofRun(run)}.lease`,
    state: (run) => `${ofRun(run)}.state`,
    order: (run) => `${ofRun(run)}.order`,
    inbox: `${prefix}.inbox`,
  };
}
