import { z } from 'zod';
import { practiceOptionsSchema } from '../../practice/practice-options.ts';
import { load } from './load-schema.ts';
import { threshold } from './threshold-schema.ts';

/** What a run with `--profile` replaces, each as a whole. */
export const profileFields = {
  load: load
    .meta({ id: 'load' })
    .optional()
    .meta({ description: 'How much load. The command line replaces it as a whole.' }),
  thresholds: z.array(threshold).optional().meta({ description: 'Limits the run must keep to pass.' }),
  practice: practiceOptionsSchema
    .meta({ id: 'practice' })
    .optional()
    .meta({ description: 'What the practice endpoint does for this scenario (--practice).' }),
};

const profile = z.strictObject(profileFields);

/** Names as they are typed on the command line. */
const profileName = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, {
  error: 'is no name of a profile; use letters, digits, ".", "_" and "-"',
});

export const profiles = z.record(profileName, profile).meta({
  description: 'Other loads, thresholds and practice settings for the same conversations, chosen with --profile.',
});
