/** The short way to a new OFD: pages with text, lines, pictures and links, without thinking of ids and deltas. */
import { writeZip } from '../../container/index.ts';
import type { BoxMm } from '../../drawing/index.ts';
import { mediaTypeOf } from '../../images/index.ts';
import { type FontOutlines, openOutlines, subsetFont } from '../../sfnt/index.ts';
import type {
  ActionSpec,
  AnnotationSpec,
  AttachmentSpec,
  FontSpec,
  ImageSpec,
  OfdSpec,
  OutlineSpec,
  PageObjectSpec,
  PathObjectSpec,
  PathSegment,
} from '../model/build-types.ts';
import { buildOfd } from './build-ofd.ts';
import type {
  NewOfd,
  OfdPageWriter,
  OfdWriter,
  PathStyle,
  Place,
  Target,
  TextPlace,
  WriterFont,
} from './new-ofd-types.ts';

type Face = {
  readonly name: string;
  readonly bytes?: Uint8Array;
  readonly face: number;
  readonly outlines?: FontOutlines;
};
type PageParts = {
  widthMm: number;
  heightMm: number;
  objects: PageObjectSpec[];
  annotations: AnnotationSpec[];
};

/**
 * Begins a document.
 *
 * @example
 * const ofd = newOfd({ id: crypto.randomUUID(), title: '通知' });
 * ofd.page(210, 297).text('关于开会的通知', { x: 105, y: 40, size: 7.8, font: ofd.font(bytes), align: 'center' });
 * const file = ofd.write();
 */
export function newOfd(options: NewOfd): OfdWriter {
  return new Writer(options);
}

class Writer implements OfdWriter {
  readonly #options: NewOfd;
  readonly #faces = new Map<string, Face>();
  readonly #used = new Map<string, Set<number>>();
  readonly #images = new Map<Uint8Array, ImageSpec>();
  readonly #pages: PageParts[] = [];
  readonly #outlines: OutlineSpec[] = [];
  readonly #attachments: AttachmentSpec[] = [];

  constructor(options: NewOfd) {
    this.#options = options;
  }

  font(bytes: Uint8Array, { name, face = 0 }: { name?: string; face?: number } = {}): WriterFont {
    const outlines = openOutlines(bytes, face);
    if (!outlines) {
      throw new RangeError('expected a TrueType, OpenType or CFF font');
    }
    return this.#face({ name: name ?? outlines.familyName ?? '嵌入字体', bytes, face, outlines });
  }

  namedFont(name: string): WriterFont {
    const known = [...this.#faces].find(([, face]) => face.name === name && !face.bytes);
    return known ? { key: known[0] } : this.#face({ name, face: 0 });
  }

  #face(face: Face): WriterFont {
    const key = `f${this.#faces.size + 1}`;
    this.#faces.set(key, face);
    return { key };
  }

  page(widthMm: number, heightMm: number): OfdPageWriter {
    const parts: PageParts = { widthMm, heightMm, objects: [], annotations: [] };
    this.#pages.push(parts);
    const page: OfdPageWriter = {
      index: this.#pages.length - 1,
      text: (text, place) => page.add(this.#text(text, place)),
      path: (segments, style) => page.add(pathObject(segments, style)),
      image: (bytes, place) =>
        page.add({
          kind: 'image',
          image: this.#image(bytes),
          ctm: [place.width, 0, 0, place.height, place.x, place.y],
        }),
      link: (place, target) =>
        page.annotate({
          type: 'Link',
          creator: this.#options.author ?? this.#options.creator ?? '',
          lastModDate: this.#options.creationDate ?? '1970-01-01',
          boundary: boxOf(place),
          actions: [actionTo(target)],
        }),
      add: (object) => {
        parts.objects.push(object);
        return page;
      },
      annotate: (annotation) => {
        parts.annotations.push(annotation);
        return page;
      },
    };
    return page;
  }

  outline(title: string, target: Target): OfdWriter {
    this.#outlines.push({ title, actions: [actionTo(target)] });
    return this;
  }

  attach(name: string, bytes: Uint8Array): OfdWriter {
    const dot = name.lastIndexOf('.');
    this.#attachments.push({ name, format: dot < 0 ? 'bin' : name.slice(dot + 1), bytes });
    return this;
  }

  measure(text: string, size: number, font: WriterFont = this.namedFont('宋体')): number {
    return this.#advances(text, font).reduce((sum, advance) => sum + advance, 0) * size;
  }

  spec(): OfdSpec {
    const { id, ...info } = this.#options;
    return {
      ...info,
      docId: id.replaceAll('-', '').toLowerCase(),
      fonts: [...this.#faces].map(([key, face]) => this.#fontSpec(key, face)),
      images: [...this.#images.values()],
      pages: this.#pages,
      outlines: this.#outlines,
      attachments: this.#attachments,
    };
  }

  write(): Uint8Array {
    return writeZip(buildOfd(this.spec()));
  }

  #text(text: string, place: TextPlace): PageObjectSpec {
    const font = place.font ?? this.namedFont('宋体');
    const advances = this.#advances(text, font).map((advance) => advance * place.size);
    const used = this.#used.get(font.key) ?? new Set();
    this.#used.set(font.key, used);
    for (const character of text) {
      used.add(character.codePointAt(0)!);
    }
    const width = advances.reduce((sum, advance) => sum + advance, 0);
    const shift = { left: 0, center: width / 2, right: width }[place.align ?? 'left'];
    const run = { text, xMm: place.x - shift, yMm: place.y, deltaXMm: advances.slice(0, -1) };
    return {
      kind: 'text',
      font: font.key,
      sizeMm: place.size,
      runs: text === '' ? [] : [run],
      ...(place.color ? { fill: { rgb: place.color } } : {}),
    };
  }

  /** Advances in em; a font that is only named has full and half width. */
  #advances(text: string, font: WriterFont): number[] {
    const face = this.#faces.get(font.key);
    if (!face) {
      throw new RangeError('expected a font of this document');
    }
    return [...text].map((character) => {
      const code = character.codePointAt(0)!;
      return face.outlines
        ? face.outlines.advance(glyphOf(face, code))
        : code < 0x2e80 && code !== 0x2014
          ? 0.5
          : 1;
    });
  }

  #fontSpec(key: string, face: Face): FontSpec {
    if (!face.bytes) {
      return { key, fontName: face.name };
    }
    const codes = [...(this.#used.get(key) ?? [])].sort((a, b) => a - b);
    const characters = new Map(codes.map((code) => [code, glyphOf(face, code)]));
    const postScript = face.name.replace(/[^A-Za-z0-9-]/g, '') || `Font${key}`;
    const { bytes } = subsetFont(face.bytes, {
      glyphs: [],
      characters,
      names: { family: face.name, postScript },
      faceIndex: face.face,
    });
    return { key, fontName: face.name, file: { bytes, extension: 'ttf' } };
  }

  #image(bytes: Uint8Array): string {
    const known = this.#images.get(bytes);
    if (known) {
      return known.key;
    }
    const format = formats[mediaTypeOf(bytes) ?? ''];
    if (!format) {
      throw new RangeError('expected a PNG, JPEG, BMP, TIFF, GIF or JBIG2 picture');
    }
    const key = `i${this.#images.size + 1}`;
    this.#images.set(bytes, { key, format, bytes });
    return key;
  }
}

const formats: Readonly<Record<string, ImageSpec['format'] | undefined>> = {
  'image/png': 'PNG',
  'image/jpeg': 'JPEG',
  'image/bmp': 'BMP',
  'image/tiff': 'TIFF',
  'image/gif': 'GIF',
  'image/jbig2': 'JBIG2',
  'image/jp2': 'JPEG2000',
};

function glyphOf(face: Face, code: number): number {
  const glyph = face.outlines?.glyphFor(code);
  if (glyph === undefined || glyph === 0) {
    const name = `${String.fromCodePoint(code)} (U+${code.toString(16).toUpperCase().padStart(4, '0')})`;
    throw new RangeError(`the font ${face.name} has no glyph for ${name}`);
  }
  return glyph;
}

function pathObject(segments: readonly PathSegment[], { fill, stroke, width }: PathStyle): PathObjectSpec {
  return {
    kind: 'path',
    segments,
    ...(fill ? { fill: { rgb: fill } } : {}),
    ...(stroke ? { stroke: { rgb: stroke } } : {}),
    ...(width === undefined ? {} : { lineWidthMm: width }),
  };
}

function boxOf({ x, y, width, height }: Place): BoxMm {
  return { xMm: x, yMm: y, widthMm: width, heightMm: height };
}

function actionTo(target: Target): ActionSpec {
  if ('uri' in target) {
    return { kind: 'uri', uri: target.uri };
  }
  const { page, y } = target;
  return {
    kind: 'goto',
    destination:
      y === undefined ? { type: 'Fit', page: page.index } : { type: 'FitH', page: page.index, topMm: y },
  };
}
