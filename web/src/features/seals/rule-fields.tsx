import type { OrganPost, SealRule } from '../../api/index.ts';
import { Check, Field, Select } from '../../design/index.ts';
import { postLine } from './rule-view.tsx';
import { useSealWords } from './use-seal-words.ts';

/** Roles that approve where an office has them. */
const APPROVING = ['principal-leader', 'deputy-leader', 'office-director', 'village-secretary'] as const;
const ADMINISTRATORS = new Set(['system-admin', 'security-admin', 'audit-admin', 'inspector']);

/** Office posts somebody holds. */
export function officePosts(posts: readonly OrganPost[]): OrganPost[] {
  return posts.filter((post) => post.holders.length > 0 && !ADMINISTRATORS.has(post.role));
}

/** What a new seal's rule says before anybody changes it. */
export function usualRule(posts: readonly OrganPost[], personal: boolean): SealRule {
  const held = officePosts(posts);
  const keeper = held.find((post) => ['clerk', 'village-clerk', 'county-clerk'].includes(post.role));
  const roles = new Set(held.map((post) => post.role));
  const wanted = personal
    ? (['office-director', 'deputy-leader'] as const)
    : (['principal-leader', 'deputy-leader', 'village-secretary'] as const);
  return {
    keeperPost: personal ? null : (keeper?.id ?? null),
    approverRoles: wanted.filter((role) => roles.has(role)),
    approverPosts: [],
    units: [],
    posts: [],
    documentKinds: [],
    files: true,
    signOffCounts: true,
  };
}

/** The fields of a rule. */
export function RuleFields({
  rule,
  personal,
  posts,
  onChange,
}: {
  rule: SealRule;
  personal: boolean;
  posts: readonly OrganPost[];
  onChange: (rule: SealRule) => void;
}) {
  const { seal: words } = useSealWords();
  const held = officePosts(posts);
  const present = new Set(held.map((post) => post.role));
  const units = [...new Set(posts.flatMap((post) => (post.unit ? [post.unit] : [])))];
  const toggle = <T,>(list: readonly T[], value: T): T[] =>
    list.includes(value) ? list.filter((one) => one !== value) : [...list, value];
  return (
    <>
      {personal ? (
        <p className="muted">{words.keeperOwner}</p>
      ) : (
        <Select
          label={words.keeper}
          hint={words.keeperHint}
          value={rule.keeperPost ?? ''}
          onChange={(event) => onChange({ ...rule, keeperPost: event.target.value })}
        >
          {held.map((post) => (
            <option key={post.id} value={post.id}>
              {postLine(held, post.id)}
            </option>
          ))}
        </Select>
      )}
      <fieldset className="field">
        <legend>{words.approverRoles}</legend>
        {APPROVING.filter((role) => present.has(role)).map((role) => (
          <Check
            key={role}
            label={words.roleNames[role]}
            checked={rule.approverRoles.includes(role)}
            onChange={() => onChange({ ...rule, approverRoles: toggle(rule.approverRoles, role) })}
          />
        ))}
      </fieldset>
      {units.length === 0 ? null : (
        <details className="field">
          <summary>{words.units}</summary>
          {units.map((unit) => (
            <Check
              key={unit}
              label={unit}
              checked={rule.units.includes(unit)}
              onChange={() => onChange({ ...rule, units: toggle(rule.units, unit) })}
            />
          ))}
        </details>
      )}
      <Field
        label={words.documentKinds}
        hint={words.kindsHelp}
        optional
        value={rule.documentKinds.join('、')}
        onChange={(event) =>
          onChange({
            ...rule,
            documentKinds: event.target.value
              .split(/[、，,\s]+/)
              .filter((kind) => kind !== '')
              .slice(0, 60),
          })
        }
      />
      <Check
        label={words.files}
        checked={rule.files}
        onChange={() => onChange({ ...rule, files: !rule.files })}
      />
      <Check
        label={words.signOff}
        checked={rule.signOffCounts}
        onChange={() => onChange({ ...rule, signOffCounts: !rule.signOffCounts })}
      />
    </>
  );
}
