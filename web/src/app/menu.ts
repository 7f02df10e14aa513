import type { IconName } from '../design/index.ts';
import type { Words } from '../words/index.ts';

/** One place in the rail. */
export type MenuItem = { id: string; to: string; icon: IconName; label: (words: Words) => string };

const ALL: MenuItem[] = [
  { id: 'todo', to: '/todo', icon: 'todo', label: (words) => words.nav.todo },
  { id: 'incoming', to: '/incoming', icon: 'incoming', label: (words) => words.nav.incoming },
  { id: 'outgoing', to: '/outgoing', icon: 'outgoing', label: (words) => words.nav.outgoing },
  { id: 'circulation', to: '/circulation', icon: 'circulation', label: (words) => words.nav.circulation },
  { id: 'ledgers', to: '/ledgers', icon: 'ledgers', label: (words) => words.nav.ledgers },
  { id: 'log', to: '/log-book', icon: 'log', label: (words) => words.nav.log },
  { id: 'admin', to: '/admin/people', icon: 'admin', label: (words) => words.nav.admin },
  {
    id: 'delegations',
    to: '/admin/delegations',
    icon: 'delegations',
    label: (words) => words.nav.delegations,
  },
  { id: 'fonts', to: '/admin/fonts', icon: 'fonts', label: (words) => words.nav.fonts },
  { id: 'seals', to: '/seals', icon: 'seals', label: (words) => words.nav.seals },
  {
    id: 'certificates',
    to: '/admin/certificates',
    icon: 'certificates',
    label: (words) => words.nav.certificates,
  },
  { id: 'audit', to: '/admin/audit', icon: 'audit', label: (words) => words.nav.audit },
];

/** The places this person may use, in the office's order. */
export function menuOf(allowed: readonly string[]): MenuItem[] {
  // Whoever keeps the people also keeps the delegations.
  return ALL.filter((item) => allowed.includes(item.id === 'delegations' ? 'admin' : item.id));
}

/** Whether the person does office work at all (the three administrators do not). */
export function hasDesk(allowed: readonly string[]): boolean {
  return allowed.includes('todo');
}
