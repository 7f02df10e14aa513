/** SQL of versions, parts and sign-offs. Rows are added, never changed. */

import { type VersionRoot, versionRoot } from '@yiwen/trust/content';
import type { Tx } from '../../platform/database/index.ts';
import type { DocumentContent } from './content.ts';
import { type ContentPart, changesBetween, makeParts, type PartChange, type Selector } from './parts.ts';
import { tables } from './tables.ts';

/** A version without its parts. */
export type Version = {
  readonly id: string;
  readonly documentId: string;
  readonly no: number;
  readonly parentId?: string;
  readonly root: { readonly sha256: string; readonly sm3: string };
  readonly changes: readonly PartChange[];
  readonly madeBy: string;
  readonly madeInPost: string;
  readonly madeAt: Date;
};

/** The versions of a document, oldest first. */
export async function versionsOf(tx: Tx, documentId: string): Promise<Version[]> {
  const rows = await tables(tx)
    .selectFrom('documents.version')
    .selectAll()
    .where('document_id', '=', documentId)
    .orderBy('no')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    documentId: row.document_id,
    no: row.no,
    root: { sha256: row.root_sha256, sm3: row.root_sm3 },
    changes: row.changes as PartChange[],
    madeBy: row.made_by,
    madeInPost: row.made_in_post,
    madeAt: row.made_at,
    ...(row.parent_id === null ? {} : { parentId: row.parent_id }),
  }));
}

/** The parts of a version with their contents. */
export async function partsOf(tx: Tx, versionId: string): Promise<ContentPart[]> {
  const rows = await tables(tx)
    .selectFrom('documents.part')
    .selectAll()
    .where('version_id', '=', versionId)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    parent: row.parent,
    position: row.position,
    salt: row.salt,
    content: row.content as ContentPart['content'],
    contentDigest: { sha256: row.sha256, sm3: row.sm3 },
  }));
}

/** What makes a version. */
export type NewVersion = {
  id: string;
  organId: string;
  documentId: string;
  parent: Version | undefined;
  content: DocumentContent;
  mark: 'slip' | 'substantive';
  by: { name: string; post: string };
  at: Date;
  random: (bytes: number) => Uint8Array;
};

/** Stores a new version; undefined when it would be the same as its parent. The caller holds the matter's lock. */
export async function makeVersion(tx: Tx, input: NewVersion): Promise<Version | undefined> {
  const before = input.parent === undefined ? [] : await partsOf(tx, input.parent.id);
  const parts = makeParts(input.content, before, input.random);
  const changes = input.parent === undefined ? [] : changesBetween(before, parts, input.mark);
  if (input.parent !== undefined && changes.length === 0) {
    return undefined;
  }
  const root = versionRoot(parts);
  const version: Version = {
    id: input.id,
    documentId: input.documentId,
    no: (input.parent?.no ?? 0) + 1,
    root: { sha256: root.sha256, sm3: root.sm3 },
    changes,
    madeBy: input.by.name,
    madeInPost: input.by.post,
    madeAt: input.at,
    ...(input.parent === undefined ? {} : { parentId: input.parent.id }),
  };
  await insertVersion(tx, input.organId, version, parts, root);
  return version;
}

async function insertVersion(
  tx: Tx,
  organId: string,
  version: Version,
  parts: readonly ContentPart[],
  root: VersionRoot,
): Promise<void> {
  await tables(tx)
    .insertInto('documents.version')
    .values({
      id: version.id,
      organ_id: organId,
      document_id: version.documentId,
      no: version.no,
      parent_id: version.parentId ?? null,
      root_sha256: root.sha256,
      root_sm3: root.sm3,
      part_count: parts.length,
      changes: JSON.stringify(version.changes),
      made_by: version.madeBy,
      made_in_post: version.madeInPost,
      made_at: version.madeAt,
    })
    .execute();
  await tables(tx)
    .insertInto('documents.part')
    .values(
      parts.map((part) => ({
        version_id: version.id,
        organ_id: organId,
        id: part.id,
        kind: part.kind,
        parent: part.parent,
        position: part.position,
        salt: part.salt,
        content: JSON.stringify(part.content),
        sha256: part.contentDigest.sha256,
        sm3: part.contentDigest.sm3,
      })),
    )
    .execute();
}

/** A 签批 as stored: who, on which version, over what. */
export type SignOff = {
  readonly id: string;
  readonly versionId: string;
  readonly stepId: string;
  readonly selector: Selector;
  readonly digest: { readonly sha256: string; readonly sm3: string };
  readonly signer: string;
  readonly signerPost: string;
  readonly onBehalfOf?: string;
  readonly signedAt: Date;
};

/** Stores a sign-off. */
export async function insertSignOff(
  tx: Tx,
  organId: string,
  documentId: string,
  signOff: SignOff,
): Promise<void> {
  await tables(tx)
    .insertInto('documents.sign_off')
    .values({
      id: signOff.id,
      organ_id: organId,
      document_id: documentId,
      version_id: signOff.versionId,
      step_id: signOff.stepId,
      selector: JSON.stringify(signOff.selector),
      sha256: signOff.digest.sha256,
      sm3: signOff.digest.sm3,
      signer: signOff.signer,
      signer_post: signOff.signerPost,
      on_behalf_of: signOff.onBehalfOf ?? null,
      signed_at: signOff.signedAt,
    })
    .execute();
}

/** The last 签发 of a document. */
export async function lastSignOff(tx: Tx, documentId: string): Promise<SignOff | undefined> {
  const row = await tables(tx)
    .selectFrom('documents.sign_off')
    .selectAll()
    .where('document_id', '=', documentId)
    .orderBy('ordinal', 'desc')
    .limit(1)
    .executeTakeFirst();
  return (
    row && {
      id: row.id,
      versionId: row.version_id,
      stepId: row.step_id,
      selector: row.selector as Selector,
      digest: { sha256: row.sha256, sm3: row.sm3 },
      signer: row.signer,
      signerPost: row.signer_post,
      signedAt: row.signed_at,
      ...(row.on_behalf_of === null ? {} : { onBehalfOf: row.on_behalf_of }),
    }
  );
}
