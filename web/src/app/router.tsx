import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Navigate,
  redirect,
} from '@tanstack/react-router';
import { Progress } from '../design/index.ts';
import { Broken, Lost } from './lost.tsx';
import { Shell } from './shell.tsx';

type Search = { q?: string };

function search(raw: Record<string, unknown>): Search {
  return typeof raw.q === 'string' && raw.q !== '' ? { q: raw.q } : {};
}

const root = createRootRoute({ component: Shell, notFoundComponent: Lost, errorComponent: Broken });

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/todo' });
  },
  component: () => <Navigate to="/todo" />,
});
const todo = createRoute({
  getParentRoute: () => root,
  path: '/todo',
  validateSearch: search,
  component: lazyRouteComponent(() => import('../features/todo/index.ts'), 'TodoPage'),
});
const find = createRoute({
  getParentRoute: () => root,
  path: '/find',
  validateSearch: search,
  component: lazyRouteComponent(() => import('../features/todo/index.ts'), 'FindPage'),
});
const make = createRoute({
  getParentRoute: () => root,
  path: '/make',
  component: lazyRouteComponent(() => import('../features/todo/index.ts'), 'MakePage'),
});
const matter = createRoute({
  getParentRoute: () => root,
  path: '/matters/$id',
  component: lazyRouteComponent(() => import('../features/matter/index.ts'), 'MatterPage'),
});
const newDraft = createRoute({
  getParentRoute: () => root,
  path: '/drafts/new',
  component: lazyRouteComponent(() => import('../features/drafting/index.ts'), 'NewDraftPage'),
});
const draft = createRoute({
  getParentRoute: () => root,
  path: '/drafts/$id',
  component: lazyRouteComponent(() => import('../features/drafting/index.ts'), 'DraftPage'),
});
const incoming = createRoute({
  getParentRoute: () => root,
  path: '/incoming',
  validateSearch: search,
  component: lazyRouteComponent(() => import('../features/incoming/index.ts'), 'IncomingPage'),
});
const newIncoming = createRoute({
  getParentRoute: () => root,
  path: '/incoming/new',
  component: lazyRouteComponent(() => import('../features/incoming/index.ts'), 'NewIncomingPage'),
});
const outgoing = createRoute({
  getParentRoute: () => root,
  path: '/outgoing',
  validateSearch: search,
  component: lazyRouteComponent(() => import('../features/outgoing/index.ts'), 'OutgoingPage'),
});
const circulation = createRoute({
  getParentRoute: () => root,
  path: '/circulation',
  validateSearch: search,
  component: lazyRouteComponent(() => import('../features/circulation/index.ts'), 'CirculationPage'),
});
const mine = createRoute({
  getParentRoute: () => root,
  path: '/mine/$box',
  validateSearch: search,
  component: lazyRouteComponent(() => import('../features/todo/index.ts'), 'MinePage'),
});
const register = createRoute({
  getParentRoute: () => root,
  path: '/registers/$which',
  component: lazyRouteComponent(() => import('../features/registers/index.ts'), 'RegisterPage'),
});
const ledgers = createRoute({
  getParentRoute: () => root,
  path: '/ledgers',
  component: lazyRouteComponent(() => import('../features/ledgers/index.ts'), 'LedgersPage'),
});
const ledger = createRoute({
  getParentRoute: () => root,
  path: '/ledgers/$id',
  component: lazyRouteComponent(() => import('../features/ledgers/index.ts'), 'LedgerPage'),
});
const log = createRoute({
  getParentRoute: () => root,
  path: '/log-book',
  component: lazyRouteComponent(() => import('../features/ledgers/index.ts'), 'LogPage'),
});
const people = createRoute({
  getParentRoute: () => root,
  path: '/admin/people',
  component: lazyRouteComponent(() => import('../features/admin/index.ts'), 'PeoplePage'),
});
const delegations = createRoute({
  getParentRoute: () => root,
  path: '/admin/delegations',
  component: lazyRouteComponent(() => import('../features/admin/index.ts'), 'DelegationsPage'),
});
const fonts = createRoute({
  getParentRoute: () => root,
  path: '/admin/fonts',
  component: lazyRouteComponent(() => import('../features/admin/index.ts'), 'FontsPage'),
});
const seals = createRoute({
  getParentRoute: () => root,
  path: '/seals',
  component: lazyRouteComponent(() => import('../features/seals/index.ts'), 'SealsPage'),
});
const seal = createRoute({
  getParentRoute: () => root,
  path: '/seals/$id',
  component: lazyRouteComponent(() => import('../features/seals/index.ts'), 'SealPage'),
});
const applySeal = createRoute({
  getParentRoute: () => root,
  path: '/seals/apply',
  validateSearch: (raw: Record<string, unknown>): { replaces?: string } =>
    typeof raw.replaces === 'string' ? { replaces: raw.replaces } : {},
  component: lazyRouteComponent(() => import('../features/seals/index.ts'), 'ApplySealPage'),
});
const sealUses = createRoute({
  getParentRoute: () => root,
  path: '/seals/uses',
  component: lazyRouteComponent(() => import('../features/seals/index.ts'), 'UsesPage'),
});
const newSealUse = createRoute({
  getParentRoute: () => root,
  path: '/seals/uses/new',
  component: lazyRouteComponent(() => import('../features/seals/index.ts'), 'NewUsePage'),
});
const sealUse = createRoute({
  getParentRoute: () => root,
  path: '/seals/uses/$id',
  component: lazyRouteComponent(() => import('../features/seals/index.ts'), 'UsePage'),
});
const certificates = createRoute({
  getParentRoute: () => root,
  path: '/admin/certificates',
  component: lazyRouteComponent(() => import('../features/certificates/index.ts'), 'CertificatesPage'),
});
const audit = createRoute({
  getParentRoute: () => root,
  path: '/admin/audit',
  component: lazyRouteComponent(() => import('../features/admin/index.ts'), 'AuditPage'),
});
const me = createRoute({
  getParentRoute: () => root,
  path: '/me',
  component: lazyRouteComponent(() => import('../features/me/index.ts'), 'MePage'),
});

/** Every address of the application. */
export const router = createRouter({
  routeTree: root.addChildren([
    home,
    todo,
    find,
    make,
    matter,
    newDraft,
    draft,
    incoming,
    newIncoming,
    outgoing,
    circulation,
    mine,
    register,
    ledgers,
    ledger,
    log,
    people,
    delegations,
    fonts,
    seals,
    seal,
    applySeal,
    sealUses,
    newSealUse,
    sealUse,
    certificates,
    audit,
    me,
  ]),
  defaultPreload: 'intent',
  defaultPendingComponent: () => <Progress />,
  defaultPendingMs: 300,
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
