import type { Report } from './report.ts';

/** The place of all load generators of a run; undefined if they have several, or some have none. */
export function onlyPlace({ places = [], generator }: Pick<Report, 'places' | 'generator'>): string | undefined {
  const [first, ...others] = places;
  const isNowhere = generator.machines?.some(({ place }) => place === undefined) ?? false;
  return others.length > 0 || isNowhere ? undefined : first?.place;
}
