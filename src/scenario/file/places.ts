import type { Path } from './text-place.ts';

/** Position of a value in the file, as offsets into its text. */
export interface Place {
  readonly offset: number;
  /** Of its key; of the value itself where it has none. */
  readonly keyOffset: number;
  /** The text as written, where variables were put in. */
  readonly written?: string;
}

/** Path in the scenario → place in the file. */
export class Places {
  private readonly places = new Map<string, Place>();
  private readonly settled = new Set<string>();

  set(path: Path, place: Place): void {
    this.places.set(JSON.stringify(path), place);
  }

  /** The place of `path`, else of its nearest ancestor: a missing key is shown where it should be. */
  at(path: Path): Place {
    for (let length = path.length; length >= 0; length--) {
      const place = this.places.get(JSON.stringify(path.slice(0, length)));
      if (place) return place;
    }
    return { offset: 0, keyOffset: 0 };
  }

  /** What is wrong at `path` has been said; whatever else is found there or below only follows from it. */
  settle(path: Path): void {
    this.settled.add(JSON.stringify(path));
  }

  isSettled(path: Path): boolean {
    return (
      this.settled.size > 0 &&
      [...path, ''].some((_, length) => this.settled.has(JSON.stringify(path.slice(0, length))))
    );
  }
}
