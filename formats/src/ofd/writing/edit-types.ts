/** What `editOfd` is told to do to a document that exists. */
import type {
  AnnotationSpec,
  AttachmentSpec,
  BookmarkSpec,
  CustomTagSpec,
  OutlineSpec,
  PageSpec,
  ResourceSpecs,
} from '../model/build-types.ts';

/** Texts of DocInfo; those that are given replace what the file has. */
export type InfoEdit = {
  readonly title?: string;
  readonly author?: string;
  readonly subject?: string;
  readonly abstract?: string;
  readonly creationDate?: string;
  readonly modDate?: string;
  readonly creator?: string;
  readonly creatorVersion?: string;
  /** A name that is there gets the new value, another is added. */
  readonly customDatas?: readonly { readonly name: string; readonly value: string }[];
};

/** A record for Signatures.xml; the files of the signature are added by whoever signs. */
export type SignatureRecordEdit = {
  /** Absolute path of Signature.xml. */
  readonly baseLoc: string;
  readonly type: 'Seal' | 'Sign';
  /** How many StampAnnots it will have: their ids follow the signature's. */
  readonly stamps: number;
};

/**
 * Additions to the first document of a package. New resources go into a resource file of their own; objects may
 * also use resources the document has by the key `#` + their id. Page indices in links (`DestinationSpec.page`)
 * count the pages as they will be.
 */
export type OfdEdit = ResourceSpecs & {
  /** `at`: the index a page will have among the old ones, counted before the edit; at the end when left out. */
  readonly pages?: readonly { readonly page: PageSpec; readonly at?: number }[];
  /** `page` is the index of an existing page, counted before the edit. */
  readonly annotations?: readonly {
    readonly page: number;
    readonly annotations: readonly AnnotationSpec[];
  }[];
  readonly attachments?: readonly AttachmentSpec[];
  readonly customTags?: readonly CustomTagSpec[];
  readonly outlines?: readonly OutlineSpec[];
  readonly bookmarks?: readonly BookmarkSpec[];
  readonly info?: InfoEdit;
  readonly signature?: SignatureRecordEdit;
  readonly compressDeltas?: boolean;
};

/** What an edit does to a package. Entries that are in neither list stay byte for byte. */
export type EditPlan = {
  /** New bytes of existing entries. */
  readonly replaced: ReadonlyMap<string, Uint8Array>;
  readonly added: readonly { readonly name: string; readonly bytes: Uint8Array }[];
  /** Ids of the signatures that cover an entry which changes: they would no longer be valid. */
  readonly breaks: readonly string[];
  /** Id of the new signature record, and the number its first stamp has. */
  readonly signature?: { readonly id: string; readonly firstStampNumber: number };
};

/** The edit would make existing signatures invalid, and nobody said that it may. */
export class EditRefused extends Error {
  readonly code = 'breaks-signatures';
  readonly breaks: readonly string[];
  constructor(breaks: readonly string[]) {
    super(`修改会使已有签名失效：${breaks.join('、')}`);
    this.name = 'EditRefused';
    this.breaks = breaks;
  }
}
