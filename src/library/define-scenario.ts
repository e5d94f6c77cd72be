/** The scenario itself: for its types, which check and complete what is written. */
export function defineScenario<Scenario extends object>(scenario: Scenario): Scenario {
  return scenario;
}
