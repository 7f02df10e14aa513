/**
 * A version's parts made from its content and back; what changed between two versions; whether a sign-off still
 * stands (`model.md` 4). Pure: salts come from the random source given.
 */

import { type CanonicalValue, canonicalJson, digestContent, newSalt, type Part } from '@yiwen/trust/content';
import type { Block, DocumentContent, DocumentFields } from './content.ts';

/** A part with its content, as a version stores it. */
export type ContentPart = Part & { readonly content: { readonly [key: string]: CanonicalValue } };

/** What happened to a part from the parent version to this one. */
export type PartChange = {
  readonly partId: string;
  readonly kind: 'added' | 'removed' | 'changed' | 'moved';
  /** 文字订正 or 实质修改. Only a `changed` part can be a slip. */
  readonly mark: 'slip' | 'substantive';
};

type Draft = Omit<ContentPart, 'salt' | 'contentDigest'> & { contentDigest?: Part['contentDigest'] };

const FIELD_ORDER = [
  'kind',
  'form',
  'organMark',
  'withWenjian',
  'urgency',
  'title',
  'mainReceivers',
  'signature',
  'note',
  'attendance',
  'cc',
  'printedBy',
  'dueOn',
  'numberCode',
] as const;

/** The three groups at the top of the tree: a selector can name one and so everything ever under it. */
export const GROUPS = { fields: 'fields', body: 'body', attachments: 'attachments' } as const;

function withoutUndefined(value: unknown): CanonicalValue {
  return JSON.parse(JSON.stringify(value)) as CanonicalValue;
}

function draftParts(content: DocumentContent): Draft[] {
  const values: Record<string, unknown> = { ...content.fields, kind: content.kind, form: content.form };
  const group = (id: string, position: number): Draft => ({
    id,
    kind: `group.${id}`,
    parent: '',
    position,
    content: {},
  });
  return [
    group(GROUPS.fields, 0),
    ...FIELD_ORDER.flatMap((name, position): Draft[] =>
      values[name] === undefined
        ? []
        : [
            {
              id: name,
              kind: `field.${name}`,
              parent: GROUPS.fields,
              position,
              content: { value: withoutUndefined(values[name]) },
            },
          ],
    ),
    group(GROUPS.body, 1),
    ...content.body.map((one, position): Draft => {
      const { id, kind, ...rest } = one;
      return {
        id: `b.${id}`,
        kind: `block.${kind}`,
        parent: GROUPS.body,
        position,
        content: withoutUndefined(rest) as ContentPart['content'],
      };
    }),
    group(GROUPS.attachments, 2),
    ...content.attachments.flatMap((one, position): Draft[] => [
      {
        id: one.fileId,
        kind: 'attachment',
        parent: GROUPS.attachments,
        position,
        content: { sha256: one.sha256, sm3: one.sm3, size: one.size, format: one.format },
        // The file itself stands under the leaf: what sha256sum prints is what the proof shows.
        contentDigest: { sha256: one.sha256, sm3: one.sm3 },
      },
      {
        id: `${one.fileId}.name`,
        kind: 'attachment.name',
        parent: one.fileId,
        position: 0,
        content: { value: one.name },
      },
    ]),
  ];
}

/** Parts of a new version. A part whose content is as in `parent` keeps its salt; every other gets a new one. */
export function makeParts(
  content: DocumentContent,
  parent: readonly ContentPart[],
  random: (bytes: number) => Uint8Array,
): ContentPart[] {
  const before = new Map(parent.map((part) => [part.id, part]));
  return draftParts(content).map((draft) => {
    const contentDigest = draft.contentDigest ?? digestContent(draft.content);
    const old = before.get(draft.id);
    const isSame = old?.kind === draft.kind && old.contentDigest.sha256 === contentDigest.sha256;
    return { ...draft, contentDigest, salt: isSame ? old.salt : newSalt(random) };
  });
}

/** The content a version's parts stand for. */
export function readParts(parts: readonly ContentPart[]): DocumentContent {
  const under = (parent: string) =>
    parts.filter((part) => part.parent === parent).sort((a, b) => a.position - b.position);
  const fields = Object.fromEntries(under(GROUPS.fields).map((part) => [part.id, part.content.value]));
  const { kind, form, ...rest } = fields;
  const nameOf = (fileId: string) =>
    String(parts.find((part) => part.id === `${fileId}.name`)?.content.value ?? '');
  return {
    kind: String(kind ?? ''),
    form: (form ?? '文件') as DocumentContent['form'],
    fields: {
      organMark: [],
      withWenjian: false,
      title: '',
      mainReceivers: '',
      signature: [],
      ...rest,
    } as DocumentFields,
    body: under(GROUPS.body).map(
      (part) =>
        ({
          id: part.id.slice(2),
          kind: part.kind.slice('block.'.length),
          text: '',
          ...part.content,
        }) as Block,
    ),
    attachments: under(GROUPS.attachments).map((part) => ({
      fileId: part.id,
      name: nameOf(part.id),
      format: String(part.content.format),
      size: Number(part.content.size),
      sha256: String(part.content.sha256),
      sm3: String(part.content.sm3),
    })),
  };
}

/** What changed from `before` to `after`; `claimed` slips that are none are marked substantive. */
export function changesBetween(
  before: readonly ContentPart[],
  after: readonly ContentPart[],
  claimed: 'slip' | 'substantive',
): PartChange[] {
  const old = new Map(before.map((part) => [part.id, part]));
  const now = new Map(after.map((part) => [part.id, part]));
  const changes: PartChange[] = [];
  for (const part of after) {
    const was = old.get(part.id);
    if (was === undefined) {
      changes.push({ partId: part.id, kind: 'added', mark: 'substantive' });
      continue;
    }
    const isMoved = was.parent !== part.parent || rankOf(was, before, now) !== rankOf(part, after, old);
    if (was.contentDigest.sha256 !== part.contentDigest.sha256 || was.kind !== part.kind) {
      const mark = claimed === 'slip' && !isMoved && isSlip(was, part) ? 'slip' : 'substantive';
      changes.push({ partId: part.id, kind: 'changed', mark });
    } else if (isMoved) {
      changes.push({ partId: part.id, kind: 'moved', mark: 'substantive' });
    }
  }
  for (const part of before.filter((one) => !now.has(one.id))) {
    changes.push({ partId: part.id, kind: 'removed', mark: 'substantive' });
  }
  return changes;
}

/** Place among the siblings that stand in both versions: an insertion before a part does not move it. */
function rankOf(
  part: ContentPart,
  parts: readonly ContentPart[],
  other: ReadonlyMap<string, ContentPart>,
): number {
  return parts.filter(
    (one) =>
      one.parent === part.parent && one.position < part.position && other.get(one.id)?.parent === one.parent,
  ).length;
}

/** Parts that only a signer may change, however small the change. */
const NEVER_SLIPS: ReadonlySet<string> = new Set([
  'kind',
  'form',
  'organMark',
  'mainReceivers',
  'cc',
  'signature',
  'dueOn',
  'numberCode',
  'urgency',
  'attendance',
]);
const MOST_SLIP_CHARACTERS = 6;

/**
 * Whether a change can be called 文字订正: a few characters of running text, no digit, no number word, no negation.
 * The office may correct a slip of the pen; a figure, a name's list or a "不" is the signer's.
 */
export function isSlip(before: ContentPart, after: ContentPart): boolean {
  if (before.kind !== after.kind || NEVER_SLIPS.has(after.id) || after.kind === 'attachment') {
    return false;
  }
  const [old, now] = [textOf(before), textOf(after)];
  if (old === undefined || now === undefined) {
    return false;
  }
  const { removed, added } = changedSpan(old, now);
  const changed = `${removed}${added}`;
  return (
    [...removed].length <= MOST_SLIP_CHARACTERS &&
    [...added].length <= MOST_SLIP_CHARACTERS &&
    !/[\p{N}%％‰〇零一二三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟两半倍]|[不无未非否禁免]|没/u.test(
      changed,
    )
  );
}

function textOf(part: ContentPart): string | undefined {
  const { text, value, ...rest } = part.content;
  const words = text ?? value;
  return typeof words === 'string' && Object.keys(rest).length === 0 ? words : undefined;
}

/** The stretch between the common head and the common tail. */
function changedSpan(before: string, after: string): { removed: string; added: string } {
  const [old, now] = [[...before], [...after]];
  let head = 0;
  while (head < old.length && head < now.length && old[head] === now[head]) {
    head += 1;
  }
  let tail = 0;
  while (
    tail < old.length - head &&
    tail < now.length - head &&
    old[old.length - 1 - tail] === now[now.length - 1 - tail]
  ) {
    tail += 1;
  }
  return {
    removed: old.slice(head, old.length - tail).join(''),
    added: now.slice(head, now.length - tail).join(''),
  };
}

/** What a sign-off covers: the whole document, a group or section with everything under it, or named parts. */
export type Selector =
  | { kind: 'whole' }
  | { kind: 'under'; part: string }
  | { kind: 'parts'; parts: string[] };

/** The parts a selector means in one version. */
export function selectParts(selector: Selector, parts: readonly ContentPart[]): ContentPart[] {
  switch (selector.kind) {
    case 'whole':
      return [...parts];
    case 'parts':
      return parts.filter((part) => selector.parts.includes(part.id));
    case 'under': {
      const byId = new Map(parts.map((part) => [part.id, part]));
      const isUnder = (part: ContentPart | undefined): boolean =>
        part !== undefined && (part.id === selector.part || isUnder(byId.get(part.parent)));
      return parts.filter((part) => isUnder(part));
    }
  }
}

/**
 * Whether a sign-off on `signed` stands on `current`: under its selector nothing was added, removed or moved, and
 * every changed part was marked 文字订正 in each version since and is one against what was signed: many slips one after
 * the other would rewrite it. `marks` are those versions' changes, oldest first.
 */
export function signOffStands(
  selector: Selector,
  signed: readonly ContentPart[],
  current: readonly ContentPart[],
  marks: readonly (readonly PartChange[])[],
): boolean {
  const before = selectParts(selector, signed);
  const after = selectParts(selector, current);
  const substantive = new Set(
    marks
      .flat()
      .filter((change) => change.mark === 'substantive')
      .map((change) => change.partId),
  );
  return changesBetween(before, after, 'slip').every(
    (change) => change.mark === 'slip' && !substantive.has(change.partId),
  );
}

/** The digest a selector resolves to in one version: over the canonical list of its parts' ids and digests. */
export function resolveSelector(selector: Selector, parts: readonly ContentPart[]): Part['contentDigest'] {
  const selected = selectParts(selector, parts)
    .map((part) => ({
      id: part.id,
      parent: part.parent,
      position: part.position,
      salt: part.salt,
      sha256: part.contentDigest.sha256,
      sm3: part.contentDigest.sm3,
    }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  return digestContent({ selector: canonicalJson(withoutUndefined(selector)), parts: selected });
}
