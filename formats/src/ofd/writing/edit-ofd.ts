/** Adds to an existing OFD and leaves every other entry as it was. */
import { patchZip, type ZipEntry, type ZipLimits } from '../../container/index.ts';
import type { OfdDocument } from '../model/read-types.ts';
import { readOfd } from '../reading/read-ofd.ts';
import { type EditPlan, EditRefused, type OfdEdit } from './edit-types.ts';
import { planEdit } from './plan-edit.ts';

export type EditOptions = {
  /** Go on even when existing signatures become invalid; otherwise `EditRefused` is thrown. */
  readonly breakSignatures?: boolean;
  readonly limits?: Partial<ZipLimits>;
};

/** A file after an edit. */
export type EditedOfd = {
  readonly bytes: Uint8Array;
  /** Entries with new bytes, in the archive's order. */
  readonly changed: readonly string[];
  readonly added: readonly string[];
  /** Signatures that are no longer valid. */
  readonly broken: readonly string[];
};

/**
 * Edits a file. Entries that are neither changed nor added keep their order, their bytes and their compressed
 * bytes. Throws `EditRefused` when an existing signature covers an entry that has to change (unless allowed),
 * `RangeError` when the edit does not fit the document, `ContainerError` for archives that cannot be kept whole.
 *
 * @example editOfd(bytes, { attachments: [{ name: '附件', format: 'pdf', bytes: pdf }] }).bytes
 */
export function editOfd(file: Uint8Array, edit: OfdEdit, options: EditOptions = {}): EditedOfd {
  const document = readOfd(file, options.limits);
  const plan = permitted(planEdit(document, edit), options);
  return {
    bytes: patchZip(file, plan),
    changed: document.order.filter((name) => plan.replaced.has(name)),
    added: plan.added.map(({ name }) => name),
    broken: plan.breaks,
  };
}

/** The same for a package that is not in an archive yet: the entries with the plan carried out. */
export function editEntries(document: OfdDocument, edit: OfdEdit, options: EditOptions = {}): ZipEntry[] {
  return carryOut(document, permitted(planEdit(document, edit), options));
}

/** All entries with a plan carried out, in order. */
export function carryOut(document: OfdDocument, plan: EditPlan): ZipEntry[] {
  return [
    ...document.order.map((name) => ({
      name,
      bytes: plan.replaced.get(name) ?? document.entries.get(name)!,
    })),
    ...plan.added,
  ];
}

function permitted(plan: EditPlan, options: EditOptions): EditPlan {
  if (plan.breaks.length > 0 && !options.breakSignatures) {
    throw new EditRefused(plan.breaks);
  }
  return plan;
}
