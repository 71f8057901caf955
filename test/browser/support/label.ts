import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { prepareZXingModule, writeBarcode } from 'zxing-wasm/writer';

// Labels as they stick on hardware: made here, so that what they say is seen in the test.

prepareZXingModule({
  overrides: { wasmBinary: readFileSync(createRequire(import.meta.url).resolve('zxing-wasm/writer/zxing_writer.wasm')).buffer },
});

type Format = 'QRCode' | 'DataMatrix' | 'Code128' | 'Code39';

/** A file to choose in a browser: a picture of one code. */
export async function labelPicture(format: Format, text: string) {
  const { image, error } = await writeBarcode(text, { format, scale: 4 });
  if (!image) throw new Error(error);
  return { name: `${format}.png`, mimeType: 'image/png', buffer: Buffer.from(await image.arrayBuffer()) };
}

const [width, height] = [640, 480];

/** What a camera sees that looks at these QR codes, side by side: one frame of raw video (YUV4MPEG2), black on white. */
export async function labelVideo(texts: readonly string[]): Promise<Buffer> {
  const light = Buffer.alloc(width * height, 235);
  const share = Math.floor(width / texts.length);
  for (const [place, text] of texts.entries()) {
    const { symbol } = await writeBarcode(text, { format: 'QRCode' });
    const scale = Math.floor((share * 0.7) / symbol.width);
    const [left, top] = [place * share + Math.floor((share - scale * symbol.width) / 2), Math.floor((height - scale * symbol.height) / 2)];
    for (let y = 0; y < scale * symbol.height; y++) {
      for (let x = 0; x < scale * symbol.width; x++) {
        const dot = symbol.data[Math.floor(y / scale) * symbol.width + Math.floor(x / scale)]!;
        light[(top + y) * width + left + x] = dot < 128 ? 16 : 235;
      }
    }
  }
  const colours = Buffer.alloc((width * height) / 2, 128);
  return Buffer.concat([Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420jpeg\nFRAME\n`), light, colours]);
}
