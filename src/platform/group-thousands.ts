/** `5,864,565`. By hand: the first use of Intl takes 20 ms, which commands would spend before they connect. */
export function groupThousands(number: number): string {
  return String(number).replace(/^-?\d+/, (whole) => whole.replace(/\B(?=(\d{3})+$)/g, ','));
}

/** `1 turn was`, `2,500 turns were` */
export function countedWere(number: number, noun: string): string {
  return `${counted(number, noun)} ${number === 1 ? 'was' : 'were'}`;
}

/** `1 input`, `2,500 inputs` */
export function counted(number: number, noun: string): string {
  return `${groupThousands(number)} ${noun}${number === 1 ? '' : 's'}`;
}
