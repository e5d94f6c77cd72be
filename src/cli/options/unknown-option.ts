import { KnownError } from '../../platform/known-error.ts';

/** An option that a command does not have; without a hint if nothing similar is known. */
export class UnknownOption extends KnownError {
  /** Without dashes. */
  readonly option: string;

  constructor(option: string, hint: string | undefined) {
    super(`unknown option ${option.length === 1 ? '-' : '--'}${option}`, hint === undefined ? {} : { hint });
    this.option = option;
  }
}
