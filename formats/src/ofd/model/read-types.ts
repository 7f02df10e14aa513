/**
 * What a reader makes of an OFD package (GB/T 33190-2016), in the standard's own names. Ids stay strings,
 * because real files use "Layer1" and "001". Lengths are millimetres, origin top-left, y down.
 */
import type {
  BoxMm,
  GradientPaint,
  Matrix,
  MeshPaint,
  PathCommand,
  SolidPaint,
} from '../../drawing/index.ts';
import type { Finding } from '../../finding.ts';

/** A pattern as read (8.3.3): a cell of page objects drawn again and again. */
export type PatternPaint = {
  readonly kind: 'pattern';
  readonly widthMm: number;
  readonly heightMm: number;
  readonly xStepMm: number;
  readonly yStepMm: number;
  readonly reflect: 'Normal' | 'Column' | 'Row' | 'RowAndColumn';
  /** Whether the cells start at the painted object's corner or at the page's. */
  readonly relativeTo: 'Object' | 'Page';
  readonly ctm: Matrix;
  readonly objects: readonly PageObject[];
  /** A vector graphic of the resources standing for `objects`, when the cell names one. */
  readonly thumbnail?: string;
  readonly alpha: number;
};

/** A colour as read: solid, gradient, mesh or pattern; colour spaces are resolved. */
export type ReadPaint = SolidPaint | GradientPaint | MeshPaint | PatternPaint;

/** Drawing settings as written; what is absent is inherited (8.5.2, 8.2). */
export type DrawSettings = {
  readonly lineWidthMm?: number;
  readonly join?: 'Miter' | 'Round' | 'Bevel';
  readonly cap?: 'Butt' | 'Round' | 'Square';
  readonly miterLimit?: number;
  readonly dashOffsetMm?: number;
  readonly dashPatternMm?: readonly number[];
  readonly fillColor?: ReadPaint;
  readonly strokeColor?: ReadPaint;
};

/** One Clip: the union of its areas. Several Clips intersect. Relative to the object's Boundary. */
export type Clip = { readonly areas: readonly ClipArea[] };

/** A part of a clip: a path, or the shapes of a text (8.4). `matrix` takes it to the Boundary's space. */
export type ClipArea =
  | {
      readonly kind: 'path';
      readonly path: readonly PathCommand[];
      readonly matrix: Matrix;
      readonly evenOdd: boolean;
    }
  | { readonly kind: 'text'; readonly text: TextObject; readonly matrix: Matrix };

type GraphicUnit = DrawSettings & {
  readonly id: string;
  /** Absent when the file has none or nonsense (then nothing is clipped or moved). */
  readonly boundary?: BoxMm;
  readonly ctm?: Matrix;
  readonly visible: boolean;
  readonly alpha: number;
  readonly drawParam?: string;
  readonly clips: readonly Clip[];
  /** What happens when the object is clicked (clause 14). */
  readonly actions: readonly OfdAction[];
};

/** One glyph where the deltas put it, in object space. `glyphId` only when a CGTransform names one. */
export type PlacedGlyph = {
  readonly text: string;
  readonly glyphId?: number;
  readonly xMm: number;
  readonly yMm: number;
};

/** `glyphs` are placed anew each time they are asked for: a document has millions of them. */
export type TextCode = { readonly text: string; readonly glyphs: readonly PlacedGlyph[] };

export type TextObject = GraphicUnit & {
  readonly kind: 'text';
  readonly font: string;
  readonly sizeMm: number;
  readonly fill: boolean;
  readonly stroke: boolean;
  readonly hScale: number;
  readonly charDirection: number;
  readonly readDirection: number;
  readonly weight: number;
  readonly italic: boolean;
  readonly codes: readonly TextCode[];
};

export type PathObject = GraphicUnit & {
  readonly kind: 'path';
  readonly fill: boolean;
  readonly stroke: boolean;
  readonly evenOdd: boolean;
  readonly path: readonly PathCommand[];
};

export type ImageObject = GraphicUnit & {
  readonly kind: 'image';
  readonly resource: string;
  /** A better version of the picture for printing. */
  readonly substitution?: string;
  /** A 1-bit picture whose black parts are cut out. */
  readonly mask?: string;
  readonly border?: ImageBorder;
};

/** The frame around an image (clause 10, table 43). Radii of rounded corners. */
export type ImageBorder = {
  readonly lineWidthMm: number;
  readonly horizontalRadiusMm: number;
  readonly verticalRadiusMm: number;
  readonly dashOffsetMm: number;
  readonly dashPatternMm: readonly number[];
  readonly color?: ReadPaint;
};

export type CompositeObject = GraphicUnit & { readonly kind: 'composite'; readonly resource: string };

export type PageBlock = {
  readonly kind: 'block';
  readonly id: string;
  readonly objects: readonly PageObject[];
};

export type PageObject = TextObject | PathObject | ImageObject | CompositeObject | PageBlock;

export type LayerType = 'Background' | 'Body' | 'Foreground' | 'Custom';

/** A place to go to (14.3.2). `pageId` is as written. */
export type Destination = {
  readonly type: 'XYZ' | 'Fit' | 'FitH' | 'FitV' | 'FitR';
  readonly pageId: string;
  readonly leftMm?: number;
  readonly topMm?: number;
  readonly rightMm?: number;
  readonly bottomMm?: number;
  readonly zoom?: number;
};

/** An action of clause 14: what it asks for; nothing is carried out by reading. `event`: DO, PO or CLICK. */
export type OfdAction = {
  readonly event: string;
  /** The part of the object or page that answers a click; absent = all of it. */
  readonly region?: readonly PathCommand[];
} & (
  | { readonly kind: 'goto'; readonly destination?: Destination; readonly bookmark?: string }
  | { readonly kind: 'uri'; readonly uri: string; readonly base: string }
  | { readonly kind: 'gotoAttachment'; readonly attachment: string; readonly newWindow: boolean }
  | {
      readonly kind: 'sound';
      readonly resource: string;
      /** 0–100. */
      readonly volume: number;
      readonly repeat: boolean;
      readonly synchronous: boolean;
    }
  | {
      readonly kind: 'movie';
      readonly resource: string;
      readonly operator: 'Play' | 'Stop' | 'Pause' | 'Resume';
    }
);

export type Layer = {
  readonly id: string;
  readonly type: LayerType;
  readonly drawParam?: string;
  readonly objects: readonly PageObject[];
};

export type OfdFont = {
  readonly id: string;
  readonly fontName: string;
  readonly familyName: string;
  /** symbol, prc, big5, unicode …; empty when the file does not say. */
  readonly charset: string;
  readonly bold: boolean;
  readonly italic: boolean;
  readonly serif: boolean;
  readonly fixedWidth: boolean;
  /** The entry holding the embedded font, when it names one that exists. */
  readonly entry?: string;
};

/** A MultiMedia resource: `type` is Image, Audio or Video (as written); `format` is the file's own free text, `mediaType` what the first bytes say. */
export type OfdMedia = {
  readonly id: string;
  readonly type: string;
  readonly format: string;
  readonly entry?: string;
  readonly mediaType?: string;
};

export type CompositeUnit = {
  readonly id: string;
  readonly widthMm: number;
  readonly heightMm: number;
  readonly objects: readonly PageObject[];
};

export type DrawParam = DrawSettings & { readonly id: string; readonly relative?: string };

export type ColorSpace = {
  readonly type: 'GRAY' | 'RGB' | 'CMYK';
  readonly bitsPerComponent: number;
  readonly palette: readonly (readonly number[])[];
};

/** Resources by id; a page's own come before the document's. */
export type Resources = {
  readonly fonts: ReadonlyMap<string, OfdFont>;
  readonly media: ReadonlyMap<string, OfdMedia>;
  readonly composites: ReadonlyMap<string, CompositeUnit>;
  readonly drawParams: ReadonlyMap<string, DrawParam>;
  readonly colorSpaces: ReadonlyMap<string, ColorSpace>;
};

export type OfdTemplate = {
  readonly id: string;
  readonly name: string;
  readonly zOrder: LayerType;
  readonly entry: string;
  readonly area?: BoxMm;
  readonly layers: readonly Layer[];
  readonly resources: Resources;
};

/** An annotation of clause 15 (not a signature's stamp). `objects` are relative to `boundary`'s top-left. */
export type OfdAnnotation = {
  readonly id: string;
  readonly type: string;
  readonly subtype: string;
  readonly creator: string;
  readonly lastModDate: string;
  readonly visible: boolean;
  readonly print: boolean;
  readonly noZoom: boolean;
  readonly noRotate: boolean;
  readonly readOnly: boolean;
  readonly remark: string;
  readonly parameters: readonly { readonly name: string; readonly value: string }[];
  /** Of the annotation itself; its objects have actions of their own (links usually do). */
  readonly actions: readonly OfdAction[];
  readonly boundary?: BoxMm;
  readonly objects: readonly PageObject[];
};

/** A line of the table of contents (7.8). */
export type OutlineElement = {
  readonly title: string;
  readonly expanded: boolean;
  readonly actions: readonly OfdAction[];
  readonly children: readonly OutlineElement[];
};

/** A named place (7.11). */
export type Bookmark = { readonly name: string; readonly destination: Destination };

/** What the producer asks readers to allow (7.6); absent values are the standard's defaults (all allowed). */
export type Permissions = {
  readonly edit: boolean;
  readonly annot: boolean;
  readonly export: boolean;
  readonly signature: boolean;
  readonly watermark: boolean;
  readonly printScreen: boolean;
  readonly print: { readonly printable: boolean; readonly copies: number };
  readonly validFrom?: string;
  readonly validUntil?: string;
};

/** How the document asks to be opened (7.7). */
export type ViewPreferences = {
  readonly pageMode: string;
  readonly pageLayout: string;
  readonly tabDisplay: string;
  readonly hideToolbar: boolean;
  readonly hideMenubar: boolean;
  readonly hideWindowUI: boolean;
  readonly zoomMode?: string;
  readonly zoom?: number;
};

/** An entry of Extensions.xml (clause 19): application data, kept as it is. */
export type OfdExtension = {
  readonly appName: string;
  readonly appVersion: string;
  readonly refId: string;
  readonly company: string;
  readonly date: string;
  readonly properties: readonly { readonly name: string; readonly type: string; readonly value: string }[];
  /** Entries that ExtendData names. */
  readonly entries: readonly string[];
};

/** What a page holds is read when it is asked for, and kept. */
export type OfdPage = {
  readonly id: string;
  /** Index of the DocBody this page belongs to. */
  readonly doc: number;
  readonly entry: string;
  /** The physical page, in the coordinates everything on it uses. */
  readonly area: BoxMm;
  /** The parts of the page for the content (7.5), as far as the page or the document names them. */
  readonly boxes: { readonly application?: BoxMm; readonly content?: BoxMm; readonly bleed?: BoxMm };
  readonly templates: readonly { readonly template: OfdTemplate; readonly zOrder: LayerType }[];
  readonly layers: readonly Layer[];
  readonly actions: readonly OfdAction[];
  readonly annotations: readonly OfdAnnotation[];
  readonly resources: Resources;
};

export type OfdAttachment = {
  readonly id: string;
  readonly name: string;
  readonly format: string;
  readonly visible: boolean;
  readonly usage: string;
  readonly creationDate: string;
  /** The entry holding the bytes, when it exists. */
  readonly entry?: string;
};

/** An element of a custom tag and the page objects it points at, in order. `path` starts below the root. */
export type OfdTag = {
  readonly typeId: string;
  readonly path: readonly string[];
  /** Text written in the tag itself. */
  readonly text: string;
  readonly objects: readonly { readonly pageId: string; readonly objectId: string }[];
};

export type OfdVersion = {
  readonly id: string;
  readonly index: string;
  readonly current: boolean;
  readonly entry?: string;
  readonly docRoot?: string;
  readonly files: readonly string[];
};

export type StampAnnot = {
  readonly id: string;
  readonly pageRef: string;
  readonly boundary?: BoxMm;
  /** Relative to the Boundary's top-left. */
  readonly clip?: BoxMm;
};

/** One record of Signatures.xml and what its Signature.xml says (clause 18). Nothing here is verified. */
export type OfdSignature = {
  readonly id: string;
  readonly type: 'Seal' | 'Sign';
  readonly relative?: string;
  /** Signature.xml's entry, when it exists. */
  readonly entry?: string;
  readonly provider: { readonly name: string; readonly version: string; readonly company: string };
  readonly signatureMethod: string;
  readonly signatureDateTime: string;
  readonly checkMethod: string;
  readonly references: readonly {
    readonly fileRef: string;
    /** The entry it names; absent when there is none. */
    readonly entry?: string;
    /** Base64 of the digest, as written. */
    readonly checkValue: string;
  }[];
  readonly stamps: readonly StampAnnot[];
  readonly sealEntry?: string;
  readonly signedValueEntry?: string;
};

export type DocInfo = {
  readonly docId: string;
  readonly title: string;
  readonly author: string;
  readonly subject: string;
  readonly abstract: string;
  readonly creationDate: string;
  readonly modDate: string;
  readonly creator: string;
  readonly creatorVersion: string;
  readonly docUsage: string;
  /** The entry of the cover picture. */
  readonly cover?: string;
  readonly keywords: readonly string[];
  readonly customDatas: readonly { readonly name: string; readonly value: string }[];
};

/** One DocBody: a document of the package. */
export type OfdBody = {
  readonly info: DocInfo;
  /** Document.xml's entry, when it exists. */
  readonly rootEntry?: string;
  readonly pages: readonly OfdPage[];
  readonly templates: readonly OfdTemplate[];
  readonly resources: Resources;
  readonly attachments: readonly OfdAttachment[];
  readonly tags: readonly OfdTag[];
  readonly outlines: readonly OutlineElement[];
  readonly bookmarks: readonly Bookmark[];
  readonly actions: readonly OfdAction[];
  readonly permissions?: Permissions;
  readonly viewPreferences?: ViewPreferences;
  readonly extensions: readonly OfdExtension[];
  readonly versions: readonly OfdVersion[];
  /** Signatures.xml's entry, when it is linked and exists. */
  readonly signaturesEntry?: string;
  readonly signatures: readonly OfdSignature[];
};

/**
 * A package as read. `pages` and `signatures` are those of all documents in order. Pages, templates and composites
 * are read when something asks for them; `reached` and `findings` ask for everything.
 */
export type OfdDocument = {
  readonly entries: ReadonlyMap<string, Uint8Array>;
  /** Entry names in the archive's order. */
  readonly order: readonly string[];
  /** True when the ZIP is byte for byte what `writeZip` writes. */
  readonly canonical: boolean;
  readonly version: string;
  readonly docType: string;
  readonly docs: readonly OfdBody[];
  readonly pages: readonly OfdPage[];
  readonly signatures: readonly OfdSignature[];
  /** Every entry that a link from OFD.xml leads to, OFD.xml included. */
  readonly reached: ReadonlySet<string>;
  readonly findings: readonly Finding[];
};
