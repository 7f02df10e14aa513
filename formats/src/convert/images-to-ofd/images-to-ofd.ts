/** Pictures → OFD: each on a page of its own, its bytes kept where OFD readers know the format. */
import type { ZipEntry } from '../../container/index.ts';
import type { Finding } from '../../finding.ts';
import { ImageError, pngOfRaster, type RasterInfo, rasterInfo, readRaster } from '../../images/index.ts';
import { buildOfd, type ImageSpec, type OfdSpec, type PageSpec } from '../../ofd/index.ts';
import { ConvertError } from '../errors.ts';
import { orientationOf } from './orientation.ts';
import { type PageChoice, planPage } from './picture-page.ts';

/** A picture as it came. */
export type ImageFile = {
  readonly bytes: Uint8Array;
  /** For findings, and the title when there is none. */
  readonly name?: string;
};

/** What the document says of itself, and the paper its pages get. */
export type ImagesToOfdOptions = Pick<OfdSpec, 'docId' | 'docType' | 'title' | 'author' | 'creationDate'> & {
  /** `fit-a4` (default): A4 upright or lying as the picture is. `image`: the page is as large as the picture. */
  readonly page?: 'fit-a4' | 'image';
  /** Resolution of pictures that do not state one (or a senseless one); default 96. */
  readonly dpi?: number;
  /** Free edge of A4 pages, 0–50; default 10. Scans of A4 fill the sheet. */
  readonly marginMm?: number;
};

/** Entries in their final order, ready for `writeZip`, with pages and what was left out or changed. */
export type ImagesAsOfd = {
  readonly entries: ZipEntry[];
  readonly pages: readonly { readonly widthMm: number; readonly heightMm: number }[];
  readonly findings: readonly Finding[];
};

const most = { pictures: 5000, pages: 5000, bytes: 1024 * 1024 * 1024 };

/** Formats of OFD-A (GB/T 42133 6.6): the bytes stay as they are. GIF is not among them. */
const keptFormats: Readonly<Record<string, ImageSpec['format']>> = {
  'image/png': 'PNG',
  'image/jpeg': 'JPEG',
  'image/bmp': 'BMP',
  'image/tiff': 'TIFF',
  'image/jbig2': 'JBIG2',
  'image/jp2': 'JPEG2000',
};

/**
 * Makes a document out of pictures (PNG, JPEG, BMP, TIFF, GIF, JBIG2, JPEG 2000), in the order given; each page of a
 * TIFF is a page. EXIF and TIFF orientation turn the picture on the page, not its pixels. Pictures that cannot be read
 * are findings. Throws `ConvertError` when none is left, over the limits (5,000 pages, 1 GB), and for options out of
 * range. The same input gives the same entries.
 *
 * @example writeZip((await imagesToOfd([{ bytes, name: '扫描件.jpg' }], { docId })).entries)
 */
export async function imagesToOfd(
  images: readonly ImageFile[],
  options: ImagesToOfdOptions,
): Promise<ImagesAsOfd> {
  const { page = 'fit-a4', dpi = 96, marginMm = 10, ...meta } = options;
  const size = images.reduce((sum, { bytes }) => sum + bytes.length, 0);
  if (images.length > most.pictures || size > most.bytes) {
    throw new ConvertError('convert-limit', '图片过多或过大，超出限额');
  }
  if (!(dpi >= 10 && dpi <= 10_000) || !(marginMm >= 0 && marginMm <= 50)) {
    throw new ConvertError('convert-meta', '分辨率应为 10–10000 dpi，页边距应为 0–50 毫米');
  }
  const made = new Making({ page, dpi, marginMm });
  for (const [index, image] of images.entries()) {
    await made.add(image, index);
  }
  if (made.pages.length === 0) {
    const [first] = made.findings;
    const reason = first ? `：${first.place ?? ''} ${first.message}` : '';
    throw new ConvertError('convert-no-pages', `没有可以转换的图片${reason}`);
  }
  const title = meta.title ?? images[0]?.name?.replace(/\.[A-Za-z0-9]{1,5}$/, '');
  const entries = buildOfd({
    ...meta,
    ...(title === undefined ? {} : { title }),
    fonts: [],
    images: made.specs,
    pages: made.pages,
  });
  const pages = made.pages.map(({ widthMm, heightMm }) => ({ widthMm, heightMm }));
  return { entries, pages, findings: made.findings };
}

/** What is collected while pictures are looked at one after another. */
class Making {
  readonly specs: ImageSpec[] = [];
  readonly pages: PageSpec[] = [];
  readonly findings: Finding[] = [];
  readonly #choice: PageChoice;
  /** Keys of pictures kept as they are, by their bytes. */
  readonly #kept = new Map<Uint8Array, string>();

  constructor(choice: PageChoice) {
    this.#choice = choice;
  }

  async add({ bytes, name }: ImageFile, index: number): Promise<void> {
    const place = name ?? `第 ${index + 1} 张图片`;
    try {
      const { frames } = rasterInfo(bytes);
      for (let frame = 0; frame < frames; frame++) {
        if (this.pages.length >= most.pages) {
          throw new ConvertError('convert-limit', `图片超过 ${most.pages} 页，超出限额`);
        }
        await this.#addFrame(bytes, frame, place);
      }
    } catch (error) {
      if (!(error instanceof ImageError)) {
        throw error;
      }
      this.findings.push({ code: 'image-unreadable', severity: 'error', place, message: error.message });
    }
  }

  async #addFrame(bytes: Uint8Array, frame: number, place: string): Promise<void> {
    const info = rasterInfo(bytes, { frame });
    if (!(info.widthPx >= 1 && info.heightPx >= 1)) {
      throw new ImageError('image-broken', '图片数据损坏：宽或高为零');
    }
    const orientation = orientationOf(bytes, info.mediaType, frame);
    const plan = planPage(info, orientation, this.#choice);
    const image = await this.#imageKey(bytes, frame, info, place);
    this.pages.push({
      widthMm: plan.widthMm,
      heightMm: plan.heightMm,
      objects: [{ kind: 'image', image, ctm: plan.ctm }],
    });
  }

  async #imageKey(bytes: Uint8Array, frame: number, info: RasterInfo, place: string): Promise<string> {
    const format = info.frames === 1 ? keptFormats[info.mediaType] : undefined;
    const known = format && this.#kept.get(bytes);
    if (known !== undefined) {
      return known;
    }
    const key = `picture-${this.specs.length + 1}`;
    if (format) {
      this.specs.push({ key, format, bytes });
      this.#kept.set(bytes, key);
      return key;
    }
    this.specs.push({ key, format: 'PNG', bytes: pngOfRaster(await readRaster(bytes, { frame })) });
    if (info.mediaType === 'image/gif') {
      const message = 'GIF 不是 OFD-A 的图片格式，已转换为 PNG（只取第一幅）';
      this.findings.push({ code: 'image-transcoded', severity: 'info', place, message });
    }
    return key;
  }
}
