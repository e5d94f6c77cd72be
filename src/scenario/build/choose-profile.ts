import { KnownError } from '../../platform/known-error.ts';
import { nearestWord } from '../../platform/nearest-word.ts';
import type { ScenarioInput } from '../schema/scenario-schema.ts';

/** Sections of a scenario that a profile replaces, each completely. */
export const PROFILE_SECTIONS = ['load', 'thresholds', 'mock'] as const;

/** The scenario with the sections of the profile. KnownError if there is no such profile. */
export function chooseProfile(input: ScenarioInput, name: string | undefined, path: string): ScenarioInput {
  if (name === undefined) return input;
  const profiles = input.profiles ?? {};
  const profile = Object.hasOwn(profiles, name) ? profiles[name] : undefined;
  if (profile) return { ...input, ...profile };
  const known = Object.keys(profiles);
  const near = nearestWord(name, known);
  throw new KnownError(`${path} has no profile "${name}"${near === undefined ? '' : `; did you mean ${near}?`}`, {
    hint: known.length > 0 ? `profiles: ${known.join(', ')}` : `define it: profiles: { ${name}: { load: … } }`,
  });
}
