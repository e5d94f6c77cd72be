import { z } from 'zod';
import { mockOptionsSchema } from '../../mock/mock-options.ts';
import { load } from './load-schema.ts';
import { threshold } from './threshold-schema.ts';

/** Sections that `--profile` replaces, each completely. */
export const profileFields = {
  load: load
    .meta({ id: 'load' })
    .optional()
    .meta({ description: 'Load model and its settings. Load options on the command line replace it completely.' }),
  thresholds: z.array(threshold).optional().meta({ description: 'Limits the run must meet to pass.' }),
  mock: mockOptionsSchema
    .meta({ id: 'mock' })
    .optional()
    .meta({ description: 'Mock endpoint settings for this scenario (--mock).' }),
};

const profile = z.strictObject(profileFields).meta({ id: 'profile' });

/** Profile names are typed on the command line. */
const profileName = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, {
  error: 'is not a valid profile name; use letters, digits, ".", "_" and "-"',
});

export const profiles = z.record(profileName, profile).meta({
  description: 'Other loads, thresholds and mock settings for the same conversations, chosen with --profile.',
});
