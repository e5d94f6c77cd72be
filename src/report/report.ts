import type { z } from 'zod';
import type { reportSchema } from './report-schema.ts';

/** The stored result of a run; every renderer is a function of it. Durations in ms. See the schema for the rest. */
export type Report = z.infer<typeof reportSchema>;
export type ReportGroup = Report['groups'][number];
export type ReportThreshold = Report['thresholds'][number];
export type ReportTimeline = Report['timeline'];
