import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { schemaPlace } from '../../src/cli/schema-line.ts';
import { tempFolder } from '../support/palaver.ts';

/** A folder with palaver in its node_modules. */
function project() {
  const root = tempFolder();
  const scenarios = join(root, 'node_modules/palaver/scenarios');
  mkdirSync(scenarios, { recursive: true });
  const schema = join(scenarios, 'scenario.schema.json');
  writeFileSync(schema, '{ "title": "palaver scenario" }');
  return { root, schema };
}

describe('the schema that an editor uses', () => {
  it.each([
    ['talk.yml', './node_modules/palaver/scenarios/scenario.schema.json'],
    ['load/eu/talk.yml', '../../node_modules/palaver/scenarios/scenario.schema.json'],
  ])('of %s in a project that has palaver', (file, reference) => {
    const { root, schema } = project();
    const place = schemaPlace(join(root, file), schema);
    expect(place).toMatchObject({ reference, makes: undefined });
    expect(existsSync(resolve(root, file, '..', place.reference))).toBe(true);
  });

  it('is a copy next to the scenario elsewhere', () => {
    const { schema } = project();
    const folder = tempFolder();
    const place = schemaPlace(join(folder, 'talk.yml'), schema);
    expect(place).toMatchObject({ reference: './palaver.schema.json', makes: join(folder, 'palaver.schema.json') });
    place.provide();
    expect(readFileSync(join(folder, 'palaver.schema.json'), 'utf8')).toContain('palaver scenario');
  });

  it('is the original in the folder of palaver', () => {
    const place = schemaPlace(resolve('scenarios/mine.yml'));
    expect(place).toMatchObject({ reference: './scenario.schema.json', makes: undefined });
    expect(existsSync('scenarios/scenario.schema.json')).toBe(true);
  });
});
