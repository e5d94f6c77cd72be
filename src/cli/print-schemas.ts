/** Writes the JSON Schemas of scenarios, reports, comparisons, capacity searches and files of turns: `npm run schema`. */
import { turnsJsonSchema } from '../live/turn-line-schema.ts';
import { writeFileAtomic } from '../platform/files/files.ts';
import { capacityJsonSchema } from '../report/capacity/capacity-schema.ts';
import { comparisonJsonSchema } from '../report/comparison/comparison-schema.ts';
import { reportJsonSchema } from '../report/report-schema.ts';
import { scenarioJsonSchema } from '../scenario/scenario-json-schema.ts';

const write = (name: string, schema: object) =>
  writeFileAtomic(`scenarios/${name}.schema.json`, `${JSON.stringify(schema, null, 2)}\n`);

write('scenario', scenarioJsonSchema());
write('report', reportJsonSchema());
write('comparison', comparisonJsonSchema());
write('capacity', capacityJsonSchema());
write('turns', turnsJsonSchema());
