import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';

/** The deployment files. */
export const DEPLOYMENT = 'scenarios/kubernetes';

/** An object of Kubernetes, as far as tests read it. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: PodSpec & {
    readonly replicas?: number;
    readonly completions?: number;
    readonly parallelism?: number;
    readonly template?: { readonly spec: PodSpec };
  };
}

export interface PodSpec {
  readonly containers: readonly PodContainer[];
  readonly volumes?: readonly Volume[];
  readonly enableServiceLinks?: boolean;
}

interface Volume {
  readonly name: string;
  readonly configMap?: { readonly name: string };
}

interface KeyRef {
  readonly name: string;
  readonly key: string;
}

interface PodContainer {
  readonly image: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly env?: readonly {
    readonly name: string;
    readonly value?: string;
    readonly valueFrom?: { readonly secretKeyRef?: KeyRef; readonly configMapKeyRef?: KeyRef };
  }[];
  readonly volumeMounts?: readonly { readonly mountPath: string; readonly name: string }[];
  readonly resources: { readonly requests: Resources; readonly limits: Resources };
}

interface Resources {
  readonly cpu?: string;
  readonly memory: string;
}

/** The files with objects of Kubernetes. */
export const MANIFEST_FILES = readdirSync(DEPLOYMENT).filter((name) => name.endsWith('.yml') && name !== 'compose.yml');

export function readManifests(file: string): readonly Manifest[] {
  return parseAllDocuments(readFileSync(join(DEPLOYMENT, file), 'utf8')).map((document) => {
    if (document.errors.length > 0) throw document.errors[0];
    return document.toJS() as Manifest;
  });
}

/** The object of this name and kind in a file. */
export function manifest(file: string, kind: string, name: string): Manifest {
  const found = readManifests(file).find((object) => object.kind === kind && object.metadata.name === name);
  if (!found) throw new Error(`${file} has no ${kind} ${name}`);
  return found;
}

/** The pods of an object: those of its template, or itself; none of a Service or a volume. */
export function podOf({ kind, spec }: Manifest): PodSpec | undefined {
  return spec.template?.spec ?? (kind === 'Pod' ? spec : undefined);
}

/** The values of ConfigMaps and Secrets: `kind name`, then key. */
export type KeyValues = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** What a container runs, and with what: paths and hosts are those within the container. */
export interface Process {
  readonly image: string;
  /** In place of the entry point of the image. */
  readonly command?: readonly string[];
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** The only container of a pod, with the values of the ConfigMaps and Secrets that it names. */
export function processOf(pod: PodSpec, values: KeyValues): Process {
  const [container, ...others] = pod.containers;
  if (!container || others.length > 0) throw new Error('expected one container');
  const { image, command, args = [], env = [] } = container;
  const named = env.map(({ name, value, valueFrom: from }) => {
    const ref = from?.secretKeyRef ?? from?.configMapKeyRef;
    const object = `${from?.secretKeyRef ? 'secret' : 'configmap'} ${ref?.name}`;
    const found = ref ? values[object]?.[ref.key] : value;
    if (found === undefined) throw new Error(`${name}: ${object} has no ${ref?.key}`);
    return [name, found] as const;
  });
  return { image, ...(command ? { command } : {}), args, env: Object.fromEntries(named) };
}

interface ComposeService {
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly depends_on?: Readonly<Record<string, unknown>>;
  readonly image: string;
  readonly command: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly deploy?: { readonly replicas: number };
}

export function readCompose(): { readonly services: Readonly<Record<string, ComposeService>> } {
  return parse(readFileSync(join(DEPLOYMENT, 'compose.yml'), 'utf8'));
}

/** What a service of compose.yml runs. `variables`: those of the shell. */
export function composeProcess(service: string, variables: Readonly<Record<string, string>>): Process {
  const { image, command, environment = {} } = readCompose().services[service]!;
  const filled = (text: string) => text.replace(/\$\{(\w+)(?::\?[^}]*)?\}/g, (_, name: string) => variables[name]!);
  const env = Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, filled(value)]));
  return { image, args: command, env };
}

/** The ConfigMaps and Secrets that the commands of README.md create, with the values that they give (of files: their path). */
export function createdByReadme(): KeyValues {
  const text = readFileSync(join(DEPLOYMENT, 'README.md'), 'utf8');
  const created = [...text.matchAll(/^kubectl create (configmap|secret generic) (\S+) (.*)$/gm)];
  return Object.fromEntries(
    created.map(([, kind, name, words]) => {
      const literals = words!.matchAll(/--from-literal=([\w-]+)=("[^"]*"|\S+)/g);
      const files = words!.matchAll(/--from-file=(?:([\w.-]+)=)?(\S+)/g);
      const values = [...literals, ...files].map(([, key, value]) => [key ?? value!, value!]);
      return [`${kind!.split(' ')[0]} ${name}`, Object.fromEntries(values)];
    }),
  );
}
