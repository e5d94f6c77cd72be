import type { z } from 'zod';
import type { reportSchema } from './report-schema.ts';

/** The result of a run as it is stored; every renderer is a function of it. Durations are ms. The schema says the rest. */
export type Report = z.infer<typeof reportSchema>;
export type ReportGroup = Report['groups'][number];
export type ReportThreshold = Report['thresholds'][number];
export type ReportTimeline = Report['timeline'];
