import type { Path } from './text-place.ts';

/** Position of a value in the file, as offsets into its text. */
export interface Place {
  readonly offset: number;
  /** Offset of its key; of the value if it has no key. */
  readonly keyOffset: number;
  /** The text as written, if variables were replaced in it. */
  readonly written?: string;
}

/** Path in the scenario → place in the file. */
export class Places {
  private readonly places = new Map<string, Place>();
  private readonly reported = new Set<string>();

  set(path: Path, place: Place): void {
    this.places.set(JSON.stringify(path), place);
  }

  /** The place of `path`, or of its nearest ancestor: a missing key is shown where it belongs. */
  at(path: Path): Place {
    for (let length = path.length; length >= 0; length--) {
      const place = this.places.get(JSON.stringify(path.slice(0, length)));
      if (place) return place;
    }
    return { offset: 0, keyOffset: 0 };
  }

  /** A problem at `path` has been reported; others found there or below would be consequences of it. */
  markReported(path: Path): void {
    this.reported.add(JSON.stringify(path));
  }

  isReported(path: Path): boolean {
    return (
      this.reported.size > 0 &&
      [...path, ''].some((_, length) => this.reported.has(JSON.stringify(path.slice(0, length))))
    );
  }
}
