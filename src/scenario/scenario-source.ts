/** A scenario before it is parsed. */
export interface ScenarioSource {
  /** YAML or JSON. */
  readonly text: string;
  /** Shown in messages, default name of the scenario; paths of feeds are relative to its folder. */
  readonly path: string;
  /** The text was made of an object: problems are located by their path in it, not by line and column. */
  readonly fromObject?: boolean;
}
