import { fromBase64Url } from './encoding.ts';
import type { PublicKey } from './keys.ts';

/** The bytes of a coordinate as a number, the first byte the highest; null where they are not 32, or otherwise written. */
function numberOf(text: string, lowestFirst = false): bigint | null {
  const bytes = fromBase64Url(text);
  if (bytes?.length !== 32) return null;
  return (lowestFirst ? bytes.toReversed() : bytes).reduce((number, byte) => (number << 8n) | BigInt(byte), 0n);
}

const modulo = (number: bigint, prime: bigint): bigint => ((number % prime) + prime) % prime;

function power(base: bigint, exponent: bigint, prime: bigint): bigint {
  let result = 1n;
  for (let [square, rest] = [modulo(base, prime), exponent]; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % prime;
    square = (square * square) % prime;
  }
  return result;
}

/** RFC 8032 §5.1: the field, and d of the curve -x² + y² = 1 + dx²y². */
const edwards = {
  prime: 2n ** 255n - 19n,
  d: 37095705934669439343138083508754565189542113879843219016388785533085940283555n,
};

/** Whether a text is a point of Ed25519 that is not of a small order: with one of those, a signature says nothing. */
function isEdwardsPoint(x: string): boolean {
  const { prime, d } = edwards;
  const written = numberOf(x, true);
  if (written === null) return false;
  // The highest bit is the sign of the other coordinate.
  const y = written & (2n ** 255n - 1n);
  if (y >= prime) return false;
  // x² = u / v, which is a square where u·v is one.
  const u = modulo(y * y - 1n, prime);
  const v = modulo(d * y * y + 1n, prime);
  if (power(u * v, (prime - 1n) / 2n, prime) !== 1n) return false;
  // Of order 4 where y = 0, of order 8 where x² = -y²; of order 1 and 2 where u = 0, which is no square above.
  return y !== 0n && modulo(u + y * y * v, prime) !== 0n;
}

/** FIPS 186-5 / SEC 2: the field of P-256, and b of the curve y² = x³ - 3x + b. */
const p256 = {
  prime: 2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n,
  b: 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn,
};

function isP256Point(x: string, y: string): boolean {
  const { prime, b } = p256;
  const [across, up] = [numberOf(x), numberOf(y)];
  if (across === null || up === null || across >= prime || up >= prime) return false;
  return modulo(up * up - (across ** 3n - 3n * across + b), prime) === 0n;
}

/** Whether there can be a private half of a key: whether it is a point of its curve. Systems take some that are none. */
export const isPossibleKey = ({ kty, x, y }: Pick<PublicKey, 'kty' | 'x' | 'y'>): boolean =>
  kty === 'OKP' ? isEdwardsPoint(x) : isP256Point(x, y ?? '');
