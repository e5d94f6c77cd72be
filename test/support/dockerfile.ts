import { readFileSync } from 'node:fs';

export interface Instruction {
  readonly name: string;
  readonly words: string;
}

export interface Stage {
  readonly base: string;
  /** Its name in other stages. */
  readonly alias?: string;
  readonly instructions: readonly Instruction[];
}

/** The stages of a Dockerfile, with the values of its arguments. Continued lines and here-documents are not supported. */
export function readDockerfile(path = 'Dockerfile'): readonly Stage[] {
  const args = new Map<string, string>();
  const stages: { base: string; alias?: string; instructions: Instruction[] }[] = [];
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    const [, name, words] = /^([A-Z]+) (.*[^\\])$/.exec(line) ?? [];
    if (!name || !words) throw new Error(`not an instruction: ${line}`);
    const filled = words.replace(/\$\{(\w+)\}/g, (_, arg: string) => args.get(arg) ?? '');
    if (name === 'FROM') {
      const [base, , alias] = filled.split(' ');
      stages.push({ base: base!, ...(alias ? { alias } : {}), instructions: [] });
    } else if (stages.length === 0) {
      const [, arg, value] = /^(\w+)=(\S+)$/.exec(words)!;
      args.set(arg!, value!);
    } else {
      stages.at(-1)!.instructions.push({ name, words });
    }
  }
  return stages;
}

/** All instructions of this name in a stage. */
export function said(stage: Stage, name: string): readonly string[] {
  return stage.instructions.filter((instruction) => instruction.name === name).map(({ words }) => words);
}
