/**
 * Arguments of the menu: names of benchmarks first, then options. Options that are not its own are those of the benchmark, of
 * which there must be only one.
 */
const FLAGS = ['quick', 'update', 'help'];
const VALUES = ['json', 'runs'];

/** @returns `{ names, own, options }`; `own` has the options of the menu. @throws Error that names what is wrong. */
export function splitArgs(args) {
  const own = { quick: false, update: false, help: false, json: undefined, runs: 1 };
  const names = [];
  const options = [];
  for (let index = 0; index < args.length; index += 1) {
    const word = args[index];
    const [flag, attached] = word.startsWith('--') ? word.slice(2).split(/=(.*)/s) : [];
    if (flag === undefined && options.length === 0) names.push(word);
    else if (FLAGS.includes(flag)) own[flag] = true;
    else if (VALUES.includes(flag)) own[flag] = attached ?? args[++index];
    else options.push(word);
  }
  own.runs = Number(own.runs);
  check({ names, own, options }, args);
  return { names, own, options };
}

function check({ names, own, options }, args) {
  if (args.includes('--json') && own.json === undefined) throw new Error('--json needs a file');
  if (!(Number.isInteger(own.runs) && own.runs > 0)) throw new Error('--runs must be an integer of at least 1');
  if (options.length > 0 && (names.length !== 1 || names[0] === 'all'))
    throw new Error(`${options[0]} is an option of a single benchmark: name one`);
  if (options.length > 0 && own.quick) throw new Error(`--quick has its own options: leave out ${options[0]}`);
}
