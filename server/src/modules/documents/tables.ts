import type { ColumnType, Generated } from 'kysely';
import type { Tx } from '../../platform/database/index.ts';

/** JSON written as text and read as a value. */
type Json<T> = ColumnType<T, string, string>;
type JsonOrNull<T> = ColumnType<T | null, string | null | undefined, string | null>;

/** Tables of this module; see `migrations/`. No other module reads them. */
export type DocumentsTables = {
  'documents.document': {
    id: string;
    organ_id: string;
    direction: 'out' | 'in';
    kind: string;
    form: string;
    origin: Origin | null;
    report: JsonOrNull<Record<string, unknown>>;
    created_at: Date;
  };
  'documents.version': {
    id: string;
    organ_id: string;
    document_id: string;
    no: number;
    parent_id: string | null;
    root_sha256: string;
    root_sm3: string;
    part_count: number;
    changes: Json<unknown[]>;
    made_by: string;
    made_in_post: string;
    made_at: Date;
  };
  'documents.part': {
    version_id: string;
    organ_id: string;
    id: string;
    kind: string;
    parent: string;
    position: number;
    salt: string;
    content: Json<Record<string, unknown>>;
    sha256: string;
    sm3: string;
  };
  'documents.draft': {
    matter_id: string;
    organ_id: string;
    document_id: string;
    revision: ColumnType<string | number, number | undefined, number>;
    kind: string;
    form: string;
    fields: Json<Record<string, unknown>>;
    body: Json<unknown[]>;
    attachments: Json<string[]>;
    saved_at: Date;
    saved_by: string;
  };
  'documents.sign_off': {
    id: string;
    organ_id: string;
    document_id: string;
    version_id: string;
    step_id: string;
    selector: Json<Record<string, unknown>>;
    sha256: string;
    sm3: string;
    signer: string;
    signer_post: string;
    on_behalf_of: string | null;
    signed_at: Date;
    ordinal: ColumnType<string, never, never>;
  };
  'documents.registration': {
    document_id: string;
    organ_id: string;
    signer: string | null;
    signed_on: string | null;
    code: string | null;
    year: number | null;
    n: number | null;
    printed_on: string | null;
    copies: number | null;
    receivers: ColumnType<unknown[], string | undefined, string>;
    verify_code: string | null;
    registered_at: Date | null;
    released_at: Date | null;
  };
  'documents.number_series': { organ_id: string; code: string; year: number; next: number };
  'documents.file': {
    id: string;
    organ_id: string;
    document_id: string | null;
    version_id: string | null;
    person_id: string | null;
    role: FileRole;
    format: FileFormat;
    sealed: Generated<boolean>;
    name: string;
    size: ColumnType<string | number, number, never>;
    sha256: string;
    sm3: string;
    pages: number | null;
    typesetter: string | null;
    fonts: JsonOrNull<unknown[]>;
    positions: JsonOrNull<Record<string, unknown>>;
    extracted: JsonOrNull<Record<string, unknown>>;
    report: JsonOrNull<Record<string, unknown>>;
    added_at: Date;
  };
};

/** What kind of file an incoming document came as: original e-seal, scan of paper, plain copy. */
export type Origin = 'e-seal' | 'scan' | 'plain';
/** What a stored file is to its document. */
export type FileRole = 'upload' | 'attachment' | 'original' | 'rendition';
/** Formats told apart by their first bytes. */
export type FileFormat = 'docx' | 'pdf' | 'ofd' | 'image' | 'other';

/** The transaction with this module's tables. */
export function tables(tx: Tx) {
  return tx.$extendTables<DocumentsTables>();
}
