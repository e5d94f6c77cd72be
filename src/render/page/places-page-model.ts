/** The latency of each target from each place; all of it is text. */
export interface PlacesModel {
  readonly title: string;
  readonly head: readonly string[];
  /** Number of columns with names; the others hold numbers. */
  readonly names: number;
  readonly rows: readonly (readonly string[])[];
  readonly legend: string;
}
