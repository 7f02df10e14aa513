/**
 * The rule of a seal: who keeps it, who approves its use, who may apply, and for what. Kept in numbered versions that
 * are never edited; every use names the version it was judged by.
 */
import { z } from 'zod';
import { roles } from '../permissions/index.ts';
import { words } from '../workflow/index.ts';

/** A rule as written down. */
export const sealRule = z.object({
  /** The post of the 印章保管人. A personal seal has none: its owner keeps it. */
  keeperPost: z.uuid().nullable(),
  /** Who approves a use: posts with one of these roles, or these posts. */
  approverRoles: z.array(z.enum(roles)).max(15),
  approverPosts: z.array(z.uuid()).max(50),
  /** Sections (内设机构, by name) and posts that may apply; both empty: the whole organ. */
  units: z.array(words(100)).max(100),
  posts: z.array(z.uuid()).max(200),
  /** Forms (版式: 文件, 函 …) and kinds (文种: 通知 …) of own documents it goes on; empty: all. */
  documentKinds: z.array(words(20)).max(60),
  /** Whether files from outside the sending flow may be sealed with it, on application. */
  files: z.boolean(),
  /** Whether 签发 of the same version by an approver counts as the approval of its use. */
  signOffCounts: z.boolean(),
});
/** A rule as written down. */
export type SealRule = z.output<typeof sealRule>;

/** A post as the rule looks at it. */
export type RulePost = { id: string; role: string; unit: string | null };

/** Whether a post may approve uses of the seal. The keeper never does. */
export function mayApprove(rule: SealRule, post: RulePost): boolean {
  return (
    post.id !== rule.keeperPost &&
    (rule.approverPosts.includes(post.id) || (rule.approverRoles as string[]).includes(post.role))
  );
}

/** Whether somebody in this post may have the seal used. */
export function mayApply(rule: SealRule, post: RulePost): boolean {
  const everybody = rule.units.length === 0 && rule.posts.length === 0;
  return everybody || rule.posts.includes(post.id) || (post.unit !== null && rule.units.includes(post.unit));
}

/** Whether the seal goes on a document of this form and kind. */
export function fitsDocument(rule: SealRule, document: { form: string; kind: string }): boolean {
  return (
    rule.documentKinds.length === 0 ||
    rule.documentKinds.includes(document.form) ||
    rule.documentKinds.includes(document.kind)
  );
}

/** What is wrong with a rule in itself: nobody could approve, or the keeper would. */
export function faultOfRule(
  rule: SealRule,
  posts: ReadonlyMap<string, RulePost>,
  personal: boolean,
): 'keeper-unknown' | 'nobody-approves' | 'keeper-approves' | undefined {
  const keeper = rule.keeperPost === null ? undefined : posts.get(rule.keeperPost);
  if (personal ? rule.keeperPost !== null : keeper === undefined) {
    return 'keeper-unknown';
  }
  if (
    keeper !== undefined &&
    (rule.approverPosts.includes(keeper.id) || (rule.approverRoles as string[]).includes(keeper.role))
  ) {
    return 'keeper-approves';
  }
  return [...posts.values()].some((post) => mayApprove(rule, post)) ? undefined : 'nobody-approves';
}
