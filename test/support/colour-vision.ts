/** Of 255. */
export type Rgb = readonly [number, number, number];

/** Deficiencies of colour vision at full severity (Machado, Oliveira and Fernandes 2009), in linear RGB. */
const MATRICES = {
  normal: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  protanopia: [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  deuteranopia: [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
  tritanopia: [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039],
} as const;
export type Vision = keyof typeof MATRICES;
export const VISIONS = Object.keys(MATRICES) as Vision[];

/** Colour difference as seen with such a deficiency: CIE 1976, where 2.3 is just noticeable. */
export function seenBy(vision: Vision, left: Rgb, right: Rgb): number {
  const [a, b] = [left, right].map((colour) => labOf(times(MATRICES[vision], colour.map(linear))));
  return Math.hypot(...a!.map((value, index) => value - b![index]!));
}

function linear(value: number): number {
  const share = value / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}

function times(matrix: readonly number[], vector: readonly number[]): number[] {
  return [0, 3, 6].map((row) => vector.reduce((sum, value, column) => sum + matrix[row + column]! * value, 0));
}

/** From linear sRGB, white point D65. */
function labOf(rgb: readonly number[]): number[] {
  const xyz = times(
    [0.4124564, 0.3575761, 0.1804375, 0.2126729, 0.7151522, 0.072175, 0.0193339, 0.119192, 0.9503041],
    rgb.map((value) => Math.min(1, Math.max(0, value))),
  );
  const [x, y, z] = [xyz[0]! / 0.95047, xyz[1]!, xyz[2]! / 1.08883].map((t) =>
    t > 216 / 24_389 ? Math.cbrt(t) : (t * (24_389 / 27) + 16) / 116,
  );
  return [116 * y! - 16, 500 * (x! - y!), 200 * (y! - z!)];
}
