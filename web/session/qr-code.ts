import { encode } from 'uqr';

/** A QR code to draw as SVG: its dark squares as one path, in a square of `size` units, quiet zone included. */
export type QrCode = Readonly<{ size: number; path: string }>;

/** The QR code of a text. */
export function qrCode(text: string): QrCode {
  const { data, size } = encode(text, { ecc: 'M', border: 4 });
  const squares = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])));
  return { size, path: squares.join('') };
}
