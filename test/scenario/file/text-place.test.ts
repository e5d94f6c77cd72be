import { describe, expect, it } from 'vitest';
import { isFreeForm, isStep, type Path, scalarKindAt } from '../../../src/scenario/file/text-place.ts';

const at = (text: string): Path => text.split(' ').map((key) => (/^\d+$/.test(key) ? Number(key) : key));
const STEP = 'conversations 0 steps 1';

describe('a plain scalar', () => {
  it.each([
    ['name', 'text'],
    ['targets eu', 'text'],
    ['targets eu token', 'text'],
    ['targets eu headers x-a', 'phrase'],
    ['targets eu testMode', 'typed'],
    ['targets eu emitWithAck', 'typed'],
    ['defaults timeout', 'typed'],
    ['defaults completion match', 'phrase'],
    ['identity userId', 'phrase'],
    ['conversations 0 name', 'text'],
    ['conversations 0 weight', 'typed'],
    ['conversations 0 feed file', 'text'],
    [STEP, 'phrase'],
    ['stepLists pay 0', 'phrase'],
    ['stepLists data 0 say', 'phrase'],
    [`${STEP} repeat steps 0`, 'phrase'],
    [`${STEP} branch 0 steps 2 branch 1 otherwise 0 say text`, 'phrase'],
    [`${STEP} say oneOf 0`, 'phrase'],
    [`${STEP} press`, 'value'],
    [`${STEP} press number`, 'typed'],
    [`${STEP} data steps 0`, 'value'],
    [`${STEP} say data a 0 as`, 'value'],
    [`${STEP} expect text not matches`, 'text'],
    [`${STEP} expect text all`, 'phrase'],
    [`${STEP} expect jsonpath`, 'text'],
    [`${STEP} expect jsonpath $.a`, 'value'],
    [`${STEP} expect jsonpath $.a equals`, 'value'],
    [`${STEP} expect jsonpath $.a contains`, 'phrase'],
    [`${STEP} expect replies`, 'typed'],
    [`${STEP} capture data regex`, 'text'],
    [`${STEP} capture data group`, 'typed'],
    [`${STEP} constructor`, 'typed'],
    [`${STEP} wait text`, 'phrase'],
    [`${STEP} notify data text`, 'value'],
    ['stopWhen 0 text', 'phrase'],
    ['stopWhen source', 'text'],
    ['thresholds 0', 'text'],
    ['profiles smoke thresholds 0 expression', 'text'],
    ['profiles smoke load closed vus', 'typed'],
  ])('at %s is taken as %s', (path, kind) => {
    expect(scalarKindAt(at(path))).toBe(kind);
    expect(isFreeForm(at(path))).toBe(kind === 'value');
  });

  it.each([
    [STEP, true],
    ['stepLists pay 0', true],
    [`${STEP} repeat steps 0 branch 1 otherwise 3`, true],
    [`${STEP} data steps 0`, false],
    ['conversations 0', false],
    ['conversations 0 steps', false],
  ])('at %s may be a step: %s', (path, expected) => {
    expect(isStep(at(path))).toBe(expected);
  });
});
