import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { appendSummary } from '../../src/cli/step-summary.ts';
import { renderMarkdown } from '../../src/render/render-markdown.ts';
import { tempFolder } from '../support/palaver.ts';
import { sampleReport } from '../support/sample-report.ts';
import { TestSystem } from '../support/test-system.ts';

const report = sampleReport(12);

/** A system in which the variable has this value, and what it was told. */
function worldWith(path: string | undefined, cwd = '/') {
  const told: string[] = [];
  const system = new TestSystem({ GITHUB_STEP_SUMMARY: path });
  const stderr = { ...system.stderr, write: (text: string) => void told.push(text) };
  return { told, system: Object.assign(system, { cwd, stderr }) };
}

describe('the step summary', () => {
  it('is appended to the file, each time', () => {
    const path = join(tempFolder(), 'summary.md');
    writeFileSync(path, 'built in 3 s');
    const { system, told } = worldWith(path);
    appendSummary(renderMarkdown(report), system);
    appendSummary(renderMarkdown(report), system);
    expect(readFileSync(path, 'utf8')).toBe(`built in 3 s\n${renderMarkdown(report)}\n${renderMarkdown(report)}`);
    expect(told).toEqual([]);
  });

  it('creates a missing file, with a path relative to the working directory of palaver', () => {
    const folder = tempFolder();
    appendSummary(renderMarkdown(report), worldWith('summary.md', folder).system);
    expect(readFileSync(join(folder, 'summary.md'), 'utf8').trim()).toMatch(/^## /);
  });

  it.each([undefined, ''])('is not written if not requested: %j', (path) => {
    const folder = tempFolder();
    const { system, told } = worldWith(path, folder);
    appendSummary(renderMarkdown(report), system);
    expect(told).toEqual([]);
  });

  it('causes only a warning if it cannot be written', () => {
    const path = join(tempFolder(), 'missing', 'summary.md');
    const { system, told } = worldWith(path);
    appendSummary(renderMarkdown(report), system);
    expect(told).toEqual([`warning: no step summary: cannot append to ${path}: no such file or folder\n`]);
    expect(existsSync(path)).toBe(false);
  });
});
