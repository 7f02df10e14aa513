import { Link } from '@tanstack/react-router';
import { Icon } from '../../design/index.ts';
import { useWords } from '../../words/index.ts';

/** On a phone the boxes of the desk's rail are found under 查. */
export function OtherBoxes({ menu }: { menu: readonly string[] }) {
  const words = useWords();
  return (
    <nav className="row" aria-label={words.find.title}>
      {menu.includes('incoming') ? (
        <Link to="/incoming" className="button">
          <Icon name="incoming" />
          {words.nav.incoming}
        </Link>
      ) : null}
      {menu.includes('outgoing') ? (
        <Link to="/outgoing" className="button">
          <Icon name="outgoing" />
          {words.nav.outgoing}
        </Link>
      ) : null}
      {menu.includes('circulation') ? (
        <Link to="/circulation" className="button">
          <Icon name="circulation" />
          {words.nav.circulation}
        </Link>
      ) : null}
      {menu.includes('ledgers') ? (
        <Link to="/ledgers" className="button">
          <Icon name="ledgers" />
          {words.nav.ledgers}
        </Link>
      ) : null}
      {menu.includes('log') ? (
        <Link to="/log-book" className="button">
          <Icon name="log" />
          {words.nav.log}
        </Link>
      ) : null}
    </nav>
  );
}
