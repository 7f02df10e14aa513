import { Link, Navigate, Outlet, useLocation, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { useSession, useTodo } from '../api/index.ts';
import { Dialog, Icon, useBoundKeys, useKeys, useLayout } from '../design/index.ts';
import { PostSwitch } from '../posts/index.ts';
import { useWords } from '../words/index.ts';
import { hasDesk, menuOf } from './menu.ts';
import { Switches } from './switches.tsx';

/** Only administrators see it; nobody else fetches its code. */
const EndingBanner = lazy(async () => ({
  default: (await import('../features/certificates/index.ts')).EndingBanner,
}));

/** The office around every page: rail at the left on a desk, four places at the bottom on a phone. */
export function Shell() {
  const words = useWords();
  const session = useSession();
  const layout = useLayout();
  const path = useLocation({ select: (location) => location.pathname });
  const [help, setHelp] = useState(false);
  const navigate = useNavigate();
  const main = useRef<HTMLElement>(null);
  const allowed = session.menu ?? [];
  // The start is the to-do list; whoever has none starts at their own first place.
  const away = path === '/todo' && !hasDesk(allowed) ? (menuOf(allowed)[0]?.to ?? '/me') : null;
  const deep = /^\/(matters|drafts)\//.test(path);

  useKeys([
    { key: '?', says: words.keyboard.help, group: words.keyboard.lists, run: () => setHelp(true) },
    {
      key: '/',
      says: words.keyboard.find,
      group: words.keyboard.lists,
      run: () => {
        const field = document.querySelector<HTMLInputElement>('main input[type="search"]');
        if (field) {
          field.focus();
        } else {
          navigate({ to: '/find' });
        }
      },
    },
  ]);

  // A screen reader hears the new page, and the keyboard starts at its top.
  // Runs on every change of address.
  useEffect(() => {
    const heading = main.current?.querySelector('h1');
    document.title = heading?.textContent
      ? `${heading.textContent} · ${words.product.name}`
      : words.product.name;
  });

  return (
    <div className={`shell ${deep ? 'deep' : ''}`}>
      <a className="skip" href="#main">
        {words.nav.skip}
      </a>
      {session.node.demo ? <header className="demo-strip">{words.product.demo}</header> : null}
      {layout === 'phone' ? null : <Rail slim={layout === 'tablet'} />}
      <main id="main" ref={main} tabIndex={-1}>
        {allowed.includes('certificates') && !path.startsWith('/admin/certificates') ? (
          <Suspense fallback={null}>
            <EndingBanner />
          </Suspense>
        ) : null}
        {away ? <Navigate to={away} replace /> : <Outlet />}
      </main>
      {layout === 'phone' && !deep ? <BottomBar office={hasDesk(allowed)} /> : null}
      {help ? <KeyHelp onClose={() => setHelp(false)} /> : null}
    </div>
  );
}

function Rail({ slim }: { slim: boolean }) {
  const words = useWords();
  const session = useSession();
  const items = menuOf(session.menu ?? []);
  return (
    <aside className={slim ? 'rail slim' : 'rail'} aria-label={words.product.name}>
      <p className="brand">{words.product.name}</p>
      <nav aria-label={words.nav.label}>
        {items.map((item) => (
          <Link key={item.id} to={item.to} className="rail-item" activeProps={{ 'aria-current': 'page' }}>
            <Icon name={item.icon} />
            <span className="rail-word">{item.label(words)}</span>
            {item.id === 'todo' ? <TodoCount /> : null}
          </Link>
        ))}
      </nav>
      <div className="rail-foot">
        {slim ? null : <PostSwitch />}
        <Link to="/me" className="rail-item" activeProps={{ 'aria-current': 'page' }}>
          <Icon name="me" />
          <span className="rail-word">{session.person?.name}</span>
        </Link>
        <Switches />
      </div>
    </aside>
  );
}

function TodoCount() {
  const todo = useTodo();
  const count = todo.data?.pages[0]?.count ?? todo.data?.pages.flatMap((page) => page.items).length ?? 0;
  return count > 0 ? <span className="rail-count">{count}</span> : null;
}

function BottomBar({ office }: { office: boolean }) {
  const words = useWords();
  const session = useSession();
  const places = office
    ? ([
        { to: '/todo', icon: 'todo', label: words.nav.todo },
        { to: '/find', icon: 'find', label: words.nav.find },
        { to: '/make', icon: 'make', label: words.nav.make },
        { to: '/me', icon: 'me', label: words.nav.me },
      ] as const)
    : [
        ...menuOf(session.menu ?? []).map((item) => ({
          to: item.to,
          icon: item.icon,
          label: item.label(words),
        })),
        { to: '/me', icon: 'me' as const, label: words.nav.me },
      ];
  return (
    <nav className="bottom-bar" aria-label={words.nav.label}>
      {places.map((place) => (
        <Link key={place.to} to={place.to} className="bottom-item" activeProps={{ 'aria-current': 'page' }}>
          <Icon name={place.icon} />
          <span>{place.label}</span>
          {place.to === '/todo' ? <TodoCount /> : null}
        </Link>
      ))}
    </nav>
  );
}

function KeyHelp({ onClose }: { onClose: () => void }) {
  const words = useWords();
  const bound = useBoundKeys();
  const groups = [...new Set(bound.map((binding) => binding.group))];
  return (
    <Dialog title={words.keyboard.title} onClose={onClose}>
      <div className="stack">
        {groups.map((group) => (
          <section key={group} className="stack-tight">
            <h3>{group}</h3>
            <dl className="key-list">
              {bound
                .filter((binding) => binding.group === group)
                .map((binding) => (
                  <div key={`${binding.key}${binding.says}`}>
                    <dt>
                      <kbd>{binding.key}</kbd>
                    </dt>
                    <dd>{binding.says}</dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
