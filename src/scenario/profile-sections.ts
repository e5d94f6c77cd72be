import { PROFILE_SECTIONS } from './build/choose-profile.ts';
import { parseYaml } from './file/parse-yaml.ts';

/** Sections that a profile of the scenario in `text` replaces; empty if there is no such profile. */
export function profileSections(text: string, profile: string): readonly string[] {
  const yaml = parseYaml(text);
  if (!('document' in yaml)) return [];
  return PROFILE_SECTIONS.filter((section) => yaml.document.hasIn(['profiles', profile, section]));
}
