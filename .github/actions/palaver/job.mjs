// Outputs and annotations of the job, used by all steps of the action.
import { appendFileSync } from 'node:fs';

/** Sets outputs of the step; each value has one line. */
export function output(values) {
  const lines = Object.entries(values).map(([name, value]) => `${name}=${oneLine(value)}\n`);
  appendFileSync(process.env.GITHUB_OUTPUT, lines.join(''));
}

/** `level`: notice, warning or error, as the job shows it. */
export function annotate(level, text) {
  process.stdout.write(`::${level}::${oneLine(text).replaceAll('%', '%25')}\n`);
}

function oneLine(value) {
  return String(value).replace(/\s*[\r\n]+\s*/g, ' ');
}
