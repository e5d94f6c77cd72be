/** `5,864,565` */
export function groupThousands(number: number): string {
  return number.toLocaleString('en-US', { maximumFractionDigits: 20 });
}
