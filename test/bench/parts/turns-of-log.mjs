/** The log of a bare loop: 4 numbers per turn, as base64 of Float64; instants in µs on the monotonic clock. */
export const RECORD = 4;

export function turnsOfLog(text) {
  // A pooled buffer may start anywhere; Float64Array needs a multiple of eight.
  const cells = new Float64Array(new Uint8Array(Buffer.from(text, 'base64')).buffer);
  return Array.from({ length: cells.length / RECORD }, (_, index) => {
    const [conversation, turn, sentUs, arrivedUs] = cells.subarray(index * RECORD, (index + 1) * RECORD);
    return { conversation, turn, sentUs, arrivedUs };
  });
}
