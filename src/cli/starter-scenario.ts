/** What `palaver init` writes: a small scenario that runs as it stands with --mock. `schema`: for the editor's line. */
export function starterScenario(schema: string, file: string): string {
  return `# yaml-language-server: $schema=${schema}
#
# A first scenario. The built-in mock endpoint plays the bot, so it runs as it stands, in about 20 seconds:
#
#     npx palaver run ${file} --mock
#
# The first line lets an editor complete and check while you type; npx palaver validate ${file} checks and shows the plan.

name: my first scenario

# targets:                         # your own endpoint, instead of --target on the command line
#   live: \${BOT_URL}               # from the environment, from -e BOT_URL=https://host/TOKEN, or from --vars FILE

mock:                          # what the mock endpoint does under --mock
  bot: booking                     # it books tables at a restaurant; echo repeats what it hears
  delay: lognormal 200ms 0.4       # it needs 200 ms in the middle, now and then much longer

defaults:                          # for every step that does not say otherwise
  think: 500ms..1500ms             # users wait this long before they say something; also 2s, lognormal 2s 0.5, typing
  timeout: 10s                     # a turn that has not ended by then has failed

load:
  closed:                          # so many users, each holding one conversation after another
    stages:
      - 5s: 10                     # from 0 to 10 users in 5 s …
      - 10s: 10                    # … and 10 s with 10
  # open: { rate: 5/s, duration: 1m }   # in place of closed: so many conversations a second, however long they take

conversations:
  - name: book a table
    steps:
      - hello                      # a bare text is something to say
      - I would like to book a table
      - say: a table for four, please
        as: party size             # the step's name in reports and thresholds
        expect:
          text: { matches: "/when/i" }   # some reply matches; else the turn has failed
      - say: tomorrow at 19:30
        think: 2s..4s              # this one takes longer to think of
      - say: my name is Ada
        as: name
        expect:
          text: { contains: Ada }
          firstOutput: 2s          # an objective: a slower turn completes, but its conversation is no goodput

thresholds:                        # what the run must keep to pass; the exit code tells
  - first_output p(95) < 1500ms
  - turn{step="name"} p(90) < 2s
  - conversation_completion > 99%

# budget: { inputs: 5000 }         # the run stops when so many inputs are sent
# profiles:                        # chosen with --profile smoke
#   smoke: { load: { closed: { vus: 1, conversations: 1 } }, thresholds: [ "conversation_completion == 100%" ] }
`;
}
