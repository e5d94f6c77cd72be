/** `99.25 %`, `75 %`: at most two decimals, without zeros at the end. Only exact shares are 0 % and 100 %. */
export function formatPercent(share: number): string {
  return `${percentNumber(share)} %`;
}

/** `12.5`: the number of `formatPercent`. */
export function percentNumber(share: number): string {
  const percent = Number((share * 100).toFixed(2));
  if (percent === 0 && share > 0) return '<0.01';
  if (percent === 100 && share < 1) return '>99.99';
  return String(percent);
}
