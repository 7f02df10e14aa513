import type { OrganPost, SealRule } from '../../api/index.ts';
import { useSealWords } from './use-seal-words.ts';

/** A post with who holds it. */
export function postLine(posts: readonly OrganPost[], id: string): string {
  const post = posts.find((one) => one.id === id);
  const names = post?.holders.map((holder) => holder.name).join('、') ?? '';
  return post === undefined ? '' : `${post.title}${names === '' ? '' : `（${names}）`}`;
}

/** The rule of a seal as sentences: who keeps, who approves, who may apply, on what. */
export function RuleView({
  rule,
  personal,
  posts,
}: {
  rule: SealRule;
  personal: boolean;
  posts: readonly OrganPost[];
}) {
  const { seal: words } = useSealWords();
  const approvers = [
    // A township has no village secretary: only roles that somebody here has are named.
    ...rule.approverRoles
      .filter((role) => posts.length === 0 || posts.some((post) => post.role === role))
      .map((role) => words.roleNames[role]),
    ...rule.approverPosts.map((id) => postLine(posts, id)),
  ];
  const users = [...rule.units, ...rule.posts.map((id) => postLine(posts, id))];
  return (
    <dl className="facts">
      <dt>{words.keeper}</dt>
      <dd>{personal ? words.keeperOwner : postLine(posts, rule.keeperPost ?? '')}</dd>
      <dt>{words.approvers}</dt>
      <dd>{approvers.join('、')}</dd>
      <dt>{words.rightOfUse}</dt>
      <dd>{users.length === 0 ? words.everybody : users.join('、')}</dd>
      <dt>{words.documentKinds}</dt>
      <dd>{rule.documentKinds.length === 0 ? words.allKinds : rule.documentKinds.join('、')}</dd>
      <dt>{words.useTitle}</dt>
      <dd>
        {rule.files ? words.files : words.filesNo}
        <br />
        {rule.signOffCounts ? words.signOff : words.signOffNo}
      </dd>
    </dl>
  );
}
