/** What `palaver init` writes: a small scenario that runs unchanged with --mock. `schema`: for the editor's schema line. */
export function starterScenario(schema: string, file: string): string {
  return `# yaml-language-server: $schema=${schema}
#
# A first scenario. It runs unchanged against the built-in mock endpoint, in about 20 seconds:
#
#     npx palaver run ${file} --mock
#
# The first line lets an editor complete and check the file; npx palaver validate ${file} checks it and shows the plan.

name: my first scenario

# targets:                         # your own endpoint, instead of --target on the command line
#   live: \${BOT_URL}               # from the environment, from -e BOT_URL=https://host/TOKEN, or from --vars FILE

mock:                              # how the mock endpoint behaves with --mock
  bot: booking                     # books tables at a restaurant; echo repeats each input
  delay: lognormal 200ms 0.4       # response time: median 200 ms with a long tail

defaults:                          # for every step without its own setting
  think: 500ms..1500ms             # think time before each utterance; also 2s, lognormal 2s 0.5, typing
  timeout: 10s                     # a longer turn fails

load:
  closed:                          # closed model: virtual users, each runs one conversation after another
    stages:
      - 5s: 10                     # from 0 to 10 users in 5 s …
      - 10s: 10                    # … and 10 s with 10
  # open: { rate: 5/s, duration: 1m }   # instead of closed: start conversations at this rate

conversations:
  - name: book a table
    steps:
      - hello                      # a plain string is an utterance
      - I would like to book a table
      - say: a table for four, please
        as: party size             # the step's name in reports and thresholds
        expect:
          text: { matches: "/when/i" }   # one reply must match, or the turn fails
      - say: tomorrow at 19:30
        think: 2s..4s              # a longer think time for this step
      - say: my name is Ada
        as: name
        expect:
          text: { contains: Ada }
          firstOutput: 2s          # an objective: a slower turn completes, but its conversation does not count as goodput

thresholds:                        # the run passes only if all are met (exit code 99 otherwise)
  - first_output p(95) < 1500ms
  - turn{step="name"} p(90) < 2s
  - conversation_completion > 99%

# budget: { inputs: 5000 }         # start no more conversations after this many inputs
# profiles:                        # select with --profile smoke
#   smoke: { load: { closed: { vus: 1, conversations: 1 } }, thresholds: [ "conversation_completion == 100%" ] }
`;
}
