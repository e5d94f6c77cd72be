// What the steps of the action share: how they talk to the job.
import { appendFileSync } from 'node:fs';

/** Outputs of the step. None of their values has several lines. */
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
