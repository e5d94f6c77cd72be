import { drawMs } from '../../platform/distribution.ts';
import type { BranchInstruction, Instruction, RepeatInstruction, WaitInstruction } from '../../scenario/instruction.ts';
import type { ReplyCheck } from '../../scenario/reply-check.ts';
import { catchUnknownVariable } from '../../template/render-template.ts';
import type { Render } from '../checks/check-deps.ts';
import { describeCheck } from '../checks/describe-check.ts';
import { unsetVariable } from '../checks/failure.ts';
import { matchesCheck, passes } from '../checks/judge-reply.ts';
import { callHook } from './call-hook.ts';
import type { Advance, MachineCommand, Script } from './conversation-state.ts';
import { finish, NO_COMMANDS, prepend, stay } from './finish.ts';
import { addLastReplies, type Memory, visibleReplies } from './memory.ts';
import { nextPush, nextSay, offline } from './next-act.ts';
import { failed, failStep, type Moment, type NextPosition } from './next-position.ts';
import { checkDeps, drawAt } from './script-scope.ts';
import { notCounted, startThinking } from './start-thinking.ts';

/** Maximum number of consecutive instructions that take no time; more are an endless loop. */
const MAX_INSTANT_INSTRUCTIONS = 10_000;

/** Executes instructions from `pc` until one takes time or the conversation ends. */
export function proceed(script: Script, memory: Memory, pc: number, moment: Moment): Advance {
  return continueFrom(script, { memory, pc }, moment);
}

/** As `proceed`, after an instruction that may have failed or ended the conversation. */
export function continueFrom(script: Script, from: Advance | NextPosition, moment: Moment): Advance {
  let commands = NO_COMMANDS;
  let at = from;
  for (let count = 0; count < MAX_INSTANT_INSTRUCTIONS; count++) {
    if ('state' in at) return prepend(commands, at);
    if (at.commands?.length) commands = [...commands, ...at.commands];
    const instruction = script.instructions[at.pc];
    if (!instruction) return prepend(commands, atEnd(at.memory, at.pc, moment.nowUs));
    at = execute(script, at, instruction, moment);
  }
  const { memory } = at as NextPosition;
  const endless = failed('endless', 'repeat', {
    difference: 'endless',
    message: 'the loop has no step that takes time, so it would never end',
  });
  return finish(memory, 'failed', moment.nowUs, [...commands, endless]);
}

function execute(script: Script, at: NextPosition, instruction: Instruction, moment: Moment): Advance | NextPosition {
  const { memory, pc } = at;
  switch (instruction.kind) {
    case 'turn': {
      const step = script.steps[instruction.step]!;
      if (step.utterance.kind === 'call') {
        const purpose = { kind: 'say', step: instruction.step } as const;
        if (!memory.online) return startThinking(script, at, moment, { act: offline(), step });
        return callHook(script, memory, pc, { ...step.utterance, purpose, timeoutMs: step.timeoutMs, moment });
      }
      const act = nextSay(script, memory, pc, instruction.step);
      return startThinking(script, at, moment, { act, step });
    }
    case 'push': {
      const act = nextPush(script, memory, pc, instruction);
      return startThinking(script, at, moment, { act, step: instruction });
    }
    case 'call': {
      memory.begun = true;
      return callHook(script, memory, pc, { ...instruction, purpose: { kind: 'call', instruction }, moment });
    }
    case 'wait':
      return startWait(script, at, instruction, moment);
    case 'pause': {
      const pauseUs = drawMs(instruction.time, drawAt(script, memory, pc, 'pause')()) * 1000;
      memory.begun = true;
      memory.thoughtUs += notCounted(pauseUs, moment);
      return stay({ phase: 'pausing', memory, pc, untilUs: Math.max(moment.fromUs + pauseUs, moment.nowUs) });
    }
    case 'jump':
      return { memory, pc: instruction.to };
    case 'branch':
      return branch(script, memory, pc, instruction);
    case 'repeat':
      return repeat(script, memory, pc, instruction);
    case 'disconnect':
      memory.online = false;
      return { memory, pc: pc + 1, commands: [{ kind: 'disconnect' }] };
    case 'reconnect': {
      const awayUs = drawMs(instruction.away, drawAt(script, memory, pc, 'pause')()) * 1000;
      const commands: MachineCommand[] = memory.online ? [{ kind: 'disconnect' }] : [];
      memory.online = false;
      memory.begun = true;
      return { state: { phase: 'away', memory, pc, instruction, untilUs: moment.nowUs + awayUs }, commands };
    }
  }
}

function branch(script: Script, memory: Memory, pc: number, instruction: BranchInstruction): NextPosition {
  const { arms, otherwise } = instruction;
  return decided(memory, 'branch', () => {
    const replies = visibleReplies(memory);
    const found = arms.findIndex(({ when }) => matchesCheck(when, replies, checkDeps(script, memory, pc)));
    const arm = found < 0 ? undefined : found;
    const commands: MachineCommand[] = script.traced ? [{ kind: 'branched', instruction, arm }] : [];
    return { memory, pc: arms[found]?.to ?? otherwise, commands };
  });
}

function repeat(script: Script, memory: Memory, pc: number, instruction: RepeatInstruction): NextPosition {
  const { while: condition } = instruction;
  if (!condition) return nextRound(script, { memory, pc }, instruction, true);
  return decided(memory, 'repeat', () => {
    const wanted = matchesCheck(condition, visibleReplies(memory), checkDeps(script, memory, pc));
    return nextRound(script, { memory, pc }, instruction, wanted);
  });
}

/** `wanted`: the condition for another round is met. */
function nextRound(
  { traced }: Script,
  { memory, pc }: NextPosition,
  instruction: RepeatInstruction,
  wanted: boolean,
): NextPosition {
  const { slot, times, to } = instruction;
  const done = memory.rounds[slot] ?? 0;
  const round = done < times && wanted ? done + 1 : undefined;
  setRound(memory, slot, round ?? 0);
  return {
    memory,
    pc: round === undefined ? to : pc + 1,
    commands: traced ? [{ kind: 'repeated', instruction, round, unwanted: !wanted }] : NO_COMMANDS,
  };
}

/** A check that uses a variable without a value cannot be decided: the conversation fails. */
function decided(memory: Memory, label: string, decide: () => NextPosition): NextPosition {
  return catchUnknownVariable(decide, (message) => {
    memory.failed = true;
    return {
      memory,
      pc: Number.POSITIVE_INFINITY,
      commands: [failed('variable', label, unsetVariable(message))],
    };
  });
}

function setRound({ rounds }: Memory, slot: number, round: number): void {
  while (rounds.length < slot) rounds.push(0);
  rounds[slot] = round;
}

function startWait(
  script: Script,
  at: NextPosition,
  instruction: WaitInstruction,
  moment: Moment,
): Advance | NextPosition {
  const { memory, pc } = at;
  const { check, label, onFailure } = instruction;
  const deps = checkDeps(script, memory, pc);
  const unset = unsetIn(check, deps.render);
  if (unset !== undefined)
    return failStep(at, moment.nowUs, failed('variable', label, unsetVariable(unset)), onFailure);
  const found = memory.unattributed.findIndex((reply) => passes(check, [reply], deps));
  if (found < 0) {
    memory.begun = true;
    return stay({ phase: 'waiting', memory, pc, instruction, sinceUs: moment.nowUs });
  }
  consume(memory, found);
  return { memory, pc: pc + 1, commands: [NO_WAIT] };
}

/** What it waited for had already arrived. */
const NO_WAIT: MachineCommand = { kind: 'measure', metric: 'wait', loUs: 0, hiUs: 0, position: 0 };

/** The message about a variable without a value in a check, for which waiting would be pointless. */
function unsetIn(check: ReplyCheck, render: Render): string | undefined {
  return catchUnknownVariable(
    () => {
      describeCheck(check, render);
      return undefined;
    },
    (message) => message,
  );
}

/** Moves the awaited output to the seen replies, so that the next wait does not find it again. */
export function consume(memory: Memory, index: number): void {
  const { unattributed } = memory;
  addLastReplies(memory, unattributed.slice(0, index + 1));
  memory.unattributed = unattributed.slice(index + 1);
}

/** After the last step: waits for the outputs of open requests, each within its timeout; then the conversation ends. */
export function atEnd(memory: Memory, pc: number, nowUs: number): Advance {
  if (memory.pushes.length > 0) return stay({ phase: 'lingering', memory, pc });
  return finish(memory, memory.failed ? 'failed' : 'completed', nowUs);
}
