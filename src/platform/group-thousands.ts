/** `5,864,565`. By hand: the first use of Intl takes 20 ms, which commands would spend before they connect. */
export function groupThousands(number: number): string {
  return String(number).replace(/^-?\d+/, (whole) => whole.replace(/\B(?=(\d{3})+$)/g, ','));
}

/** An estimate with two digits: `about 1,300`, `about 20 million`; a number below 100 as it is. */
export function aboutCount(number: number): string {
  const rounded = number < 100 ? number : Number(number.toPrecision(2));
  return `about ${rounded < 1_000_000 ? groupThousands(rounded) : `${groupThousands(rounded / 1_000_000)} million`}`;
}

/** `1 turn was`, `2,500 turns were` */
export function countedWere(number: number, noun: string): string {
  return `${counted(number, noun)} ${number === 1 ? 'was' : 'were'}`;
}

/** `1 input`, `2,500 inputs` */
export function counted(number: number, noun: string): string {
  return `${groupThousands(number)} ${noun}${number === 1 ? '' : 's'}`;
}
