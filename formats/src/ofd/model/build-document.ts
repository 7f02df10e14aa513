/** Resources, pages and document parts as `buildOfd` takes them (GB/T 33190 clause 7, 14–17, 19). */
import type { BoxMm } from '../../drawing/index.ts';
import type { ObjectPaintSpec } from './build-paints.ts';
import type { ActionSpec, DestinationSpec, LineStyleSpec, PageObjectSpec } from './build-types.ts';

/** A font resource. Without `file` readers substitute by name; the positions still hold because of the deltas. */
export type FontSpec = {
  /** Key used by `TextObjectSpec.font`; never written to the file. */
  readonly key: string;
  readonly fontName: string;
  readonly familyName?: string;
  readonly bold?: boolean;
  readonly italic?: boolean;
  readonly serif?: boolean;
  readonly fixedWidth?: boolean;
  /** Embedded sfnt. Keep cmap, loca, glyf, cvt, fpgm, head, hhea, hmtx, maxp, name, OS/2, post. */
  readonly file?: { readonly bytes: Uint8Array; readonly extension: 'ttf' | 'otf' };
};

/** An image resource; PNG may carry alpha. GIF is not allowed in OFD-A. */
export type ImageSpec = {
  readonly key: string;
  readonly format: 'PNG' | 'JPEG' | 'BMP' | 'TIFF' | 'JBIG2' | 'JPEG2000' | 'GIF';
  readonly bytes: Uint8Array;
};

/** Sound or film for actions (clause 14.5, 14.6). Not allowed in OFD-A. */
export type MediaSpec = {
  readonly key: string;
  readonly type: 'Audio' | 'Video';
  /** Extension without a dot. */
  readonly format: string;
  readonly bytes: Uint8Array;
};

/** A colour space (8.3.1). */
export type ColorSpaceSpec = {
  readonly key: string;
  readonly type: 'GRAY' | 'RGB' | 'CMYK';
  /** Default 8. */
  readonly bitsPerComponent?: number;
  /** An ICC profile. */
  readonly profile?: Uint8Array;
  readonly palette?: readonly (readonly number[])[];
};

/** Draw settings that objects share by `drawParam` (8.2). `relative` = key of an earlier one it inherits from. */
export type DrawParamSpec = LineStyleSpec & {
  readonly key: string;
  readonly relative?: string;
  readonly fill?: ObjectPaintSpec;
  readonly stroke?: ObjectPaintSpec;
};

/** A vector graphic used by composite objects (clause 13); `objects` in its own space, clipped to its size. */
export type CompositeUnitSpec = {
  readonly key: string;
  readonly widthMm: number;
  readonly heightMm: number;
  readonly objects: readonly PageObjectSpec[];
  /** Keys of images that may stand for it. */
  readonly thumbnail?: string;
  readonly substitution?: string;
};

/** Everything objects refer to by key. Keys are unique within each list. */
export type ResourceSpecs = {
  readonly fonts?: readonly FontSpec[];
  readonly images?: readonly ImageSpec[];
  readonly media?: readonly MediaSpec[];
  readonly colorSpaces?: readonly ColorSpaceSpec[];
  readonly drawParams?: readonly DrawParamSpec[];
  /** A unit may use units listed before it. */
  readonly composites?: readonly CompositeUnitSpec[];
};

/** A layer of its own (7.7). Custom is in the standard's text, not in its schema: ofdrw refuses it. */
export type LayerSpec = {
  readonly type: 'Background' | 'Body' | 'Foreground' | 'Custom';
  readonly drawParam?: string;
  readonly objects: readonly PageObjectSpec[];
};

/** What pages and templates have in common; objects are painted in order. */
export type PageContentSpec = {
  readonly objects: readonly PageObjectSpec[];
  /** Goes into a Background layer below `objects`. */
  readonly background?: readonly PageObjectSpec[];
  /** Goes into a Foreground layer above `objects`. */
  readonly foreground?: readonly PageObjectSpec[];
  /** Further layers, written after those. */
  readonly layers?: readonly LayerSpec[];
};

/** A template page (7.6), shared by the pages that name its key. */
export type TemplateSpec = PageContentSpec & {
  readonly key: string;
  readonly name?: string;
  /** Default Background. */
  readonly zOrder?: 'Background' | 'Body' | 'Foreground';
  /** Its own size; not needed when the pages have theirs. */
  readonly widthMm?: number;
  readonly heightMm?: number;
};

/** One page. */
export type PageSpec = PageContentSpec & {
  readonly widthMm: number;
  readonly heightMm: number;
  readonly applicationBox?: BoxMm;
  readonly contentBox?: BoxMm;
  readonly bleedBox?: BoxMm;
  /** Templates in the order they are drawn within one z order. */
  readonly templates?: readonly (
    | string
    | { readonly template: string; readonly zOrder?: 'Background' | 'Body' | 'Foreground' }
  )[];
  readonly actions?: readonly ActionSpec[];
  readonly annotations?: readonly AnnotationSpec[];
};

/**
 * An annotation (clause 15). `objects` are in page coordinates; `boundary` is computed around them when left
 * out. A Link may give `boundary` and `actions` alone: the area that reacts is then drawn invisibly.
 */
export type AnnotationSpec = {
  readonly type: 'Link' | 'Path' | 'Highlight' | 'Stamp' | 'Watermark';
  readonly subtype?: string;
  readonly creator: string;
  /** xs:date `YYYY-MM-DD`. */
  readonly lastModDate: string;
  readonly visible?: boolean;
  readonly print?: boolean;
  readonly noZoom?: boolean;
  readonly noRotate?: boolean;
  /** Default true. */
  readonly readOnly?: boolean;
  readonly remark?: string;
  readonly parameters?: readonly { readonly name: string; readonly value: string }[];
  readonly boundary?: BoxMm;
  readonly objects?: readonly PageObjectSpec[];
  /** Link only. */
  readonly actions?: readonly ActionSpec[];
};

/** A line of the table of contents (7.8). */
export type OutlineSpec = {
  readonly title: string;
  /** Default true. */
  readonly expanded?: boolean;
  readonly actions?: readonly ActionSpec[];
  readonly children?: readonly OutlineSpec[];
};

/** A named place (7.11). */
export type BookmarkSpec = { readonly name: string; readonly destination: DestinationSpec };

/** What readers are asked to allow (7.6); left out = allowed. `validFrom`/`validUntil` are xs:dateTime. */
export type PermissionsSpec = {
  readonly edit?: boolean;
  readonly annot?: boolean;
  readonly export?: boolean;
  readonly signature?: boolean;
  readonly watermark?: boolean;
  readonly printScreen?: boolean;
  readonly print?: { readonly printable: boolean; readonly copies?: number };
  readonly validFrom?: string;
  readonly validUntil?: string;
};

/** How the document asks to be opened (7.7). */
export type ViewPreferencesSpec = {
  readonly pageMode?:
    | 'None'
    | 'FullScreen'
    | 'UseOutlines'
    | 'UseThumbs'
    | 'UseCustomTags'
    | 'UseLayers'
    | 'UseAttatchs'
    | 'UseBookmarks';
  readonly pageLayout?: 'OnePage' | 'OneColumn' | 'TwoPageL' | 'TwoColumnL' | 'TwoPageR' | 'TwoColumnR';
  readonly tabDisplay?: 'DocTitle' | 'FileName';
  readonly hideToolbar?: boolean;
  readonly hideMenubar?: boolean;
  readonly hideWindowUI?: boolean;
  /** One of the two, or neither. */
  readonly zoomMode?: 'Default' | 'FitHeight' | 'FitWidth' | 'FitRect';
  readonly zoom?: number;
};

/** An element of a custom tag file. */
export type TagElementSpec = {
  readonly name: string;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly text?: string;
  /** Labels of page objects it points at (`GraphicSpec.label`), each written as ObjectRefs in page order. */
  readonly objects?: readonly string[];
  /** Objects of a document being edited, by the ids they have there. */
  readonly references?: readonly { readonly pageId: string; readonly objectId: string }[];
  readonly children?: readonly TagElementSpec[];
};

/** A custom tag (clause 16) with a vocabulary of its own. */
export type CustomTagSpec = {
  readonly typeId: string;
  readonly prefix: string;
  readonly namespace: string;
  readonly root: TagElementSpec;
};

/** A file carried inside the package and listed in Attachments.xml. */
export type AttachmentSpec = {
  readonly name: string;
  /** Extension without a dot: `xml`, `pdf`, `xlsx` … */
  readonly format: string;
  readonly bytes: Uint8Array;
  /** Default true. */
  readonly visible?: boolean;
  readonly usage?: string;
  readonly creationDate?: string;
};

/** An entry of Extensions.xml (clause 19). It refers to the document unless `refId` names an object by label. */
export type ExtensionSpec = {
  readonly appName: string;
  readonly appVersion?: string;
  readonly company?: string;
  /** xs:date. */
  readonly date?: string;
  /** Label of the object it belongs to; the first page when left out. */
  readonly label?: string;
  readonly properties?: readonly { readonly name: string; readonly type?: string; readonly value: string }[];
};

/** Everything `buildOfd` needs; the same spec always gives the same bytes. */
export type OfdSpec = ResourceSpecs & {
  /** 32 lower-case hex digits (a UUID without hyphens), given by the caller so that nothing here is random. */
  readonly docId: string;
  readonly docType?: 'OFD' | 'OFD-A';
  readonly title?: string;
  readonly author?: string;
  readonly subject?: string;
  readonly abstract?: string;
  readonly keywords?: readonly string[];
  /** xs:date `YYYY-MM-DD`. */
  readonly creationDate?: string;
  readonly modDate?: string;
  /** Default Normal. */
  readonly docUsage?: 'Normal' | 'EBook' | 'ENewsPaper' | 'EMagzine';
  readonly cover?: { readonly format: 'PNG' | 'JPEG'; readonly bytes: Uint8Array };
  readonly creator?: string;
  readonly creatorVersion?: string;
  readonly customDatas?: readonly { readonly name: string; readonly value: string }[];
  readonly fonts: readonly FontSpec[];
  /** Key of the colour space of colours that name none; sRGB when left out. `ColorSpec` colours then need it to be RGB. */
  readonly defaultColorSpace?: string;
  readonly templates?: readonly TemplateSpec[];
  readonly pages: readonly PageSpec[];
  readonly outlines?: readonly OutlineSpec[];
  readonly bookmarks?: readonly BookmarkSpec[];
  /** Document actions (event DO). */
  readonly actions?: readonly ActionSpec[];
  readonly permissions?: PermissionsSpec;
  readonly viewPreferences?: ViewPreferencesSpec;
  readonly attachments?: readonly AttachmentSpec[];
  /** Custom tags besides 电子公文, which comes from the objects' `tag`. */
  readonly customTags?: readonly CustomTagSpec[];
  readonly extensions?: readonly ExtensionSpec[];
  /** Write equal neighbouring deltas as `g count value`: smaller, read everywhere, yet in no edition of the standard. */
  readonly compressDeltas?: boolean;
};
