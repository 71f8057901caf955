import { BarcodeDetector, type BarcodeFormat, prepareZXingModule } from 'barcode-detector/ponyfill';
import reader from 'zxing-wasm/reader/zxing_reader.wasm?url';

// By itself the library would fetch this from a foreign server.
prepareZXingModule({ overrides: { locateFile: () => reader } });

/** What stands on labels of hardware. Codes of the shop counter (EAN, UPC) are left out: they name the article, never the single piece. */
const formats: BarcodeFormat[] = [
  'qr_code',
  'micro_qr_code',
  'data_matrix',
  'aztec',
  'pdf417',
  'code_128',
  'code_39',
  'code_93',
  'codabar',
  'itf',
];

/** Longest side that is looked at, in pixels: a phone's picture has several times more than a code needs, and than memory likes. */
const longest = 3200;

/** The texts of all codes in a picture, each once. */
export async function readCodes(source: HTMLVideoElement | ImageBitmap): Promise<string[]> {
  const codes = await new BarcodeDetector({ formats }).detect(source);
  return [...new Set(codes.map(({ rawValue }) => rawValue.trim()).filter((text) => text !== ''))];
}

/** A file as a picture, not larger than need be; null if it is none. */
export async function readPicture(file: Blob): Promise<ImageBitmap | null> {
  const whole = await createImageBitmap(file).catch(() => null);
  if (whole === null || Math.max(whole.width, whole.height) <= longest) return whole;
  const scale = longest / Math.max(whole.width, whole.height);
  const smaller = await createImageBitmap(whole, {
    resizeWidth: Math.round(whole.width * scale),
    resizeHeight: Math.round(whole.height * scale),
    resizeQuality: 'high',
  });
  whole.close();
  return smaller;
}
