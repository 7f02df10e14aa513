/** What whoever shows a page brings along: seal pictures, stand-in fonts, and the purpose. */
import type { BoxMm } from '../../drawing/index.ts';
import type { OfdFont } from '../model/read-types.ts';

/** A seal picture to lay on a page; the bytes come from the seal structure, which is read elsewhere. */
export type StampPicture = {
  /** 0-based over all documents. */
  readonly page: number;
  readonly boundary: BoxMm;
  /** Relative to the boundary's top-left. */
  readonly clip?: BoxMm;
  /** `application/ofd`: a package whose first page is the picture. Raster types are taken from the bytes. */
  readonly image: { readonly mime: string; readonly bytes: Uint8Array };
};

/** A font file that stands in for one that is not embedded. */
export type FontFile = {
  /** Tells the file apart from others; the same key always with the same array. */
  readonly key: string;
  readonly bytes: Uint8Array;
  /** Which face of a collection; the first when absent. */
  readonly face?: number;
  /** Whether its letters are heavy or slanted themselves; those that should be and are not are thickened, slanted. */
  readonly bold?: boolean;
  readonly italic?: boolean;
};

export type DisplayOptions = {
  readonly stamps?: readonly StampPicture[];
  /**
   * Stand-ins for a font without a (readable) file, best first: later ones serve characters the first has not, and
   * their bytes are not asked for before that. `bold` and `italic` of the font are what the text wants in the end.
   */
  readonly fonts?: (font: OfdFont) => FontFile | readonly FontFile[] | undefined;
  /** For paper: better versions of pictures are taken and annotations that are not to be printed left out. */
  readonly printing?: boolean;
  /**
   * Text that leaves no ink is in the list too: spaces, and text without paint (an OCR layer). For lists that are
   * searched and not only looked at.
   */
  readonly allText?: boolean;
};
