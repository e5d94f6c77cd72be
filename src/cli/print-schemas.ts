/** Writes the JSON Schemas that editors and readers of reports use: `npm run schema`. */
import { writeFileAtomic } from '../platform/files.ts';
import { reportJsonSchema } from '../report/report-schema.ts';
import { scenarioJsonSchema } from '../scenario/scenario-json-schema.ts';

const write = (name: string, schema: object) =>
  writeFileAtomic(`scenarios/${name}.schema.json`, `${JSON.stringify(schema, null, 2)}\n`);

write('scenario', scenarioJsonSchema());
write('report', reportJsonSchema());
