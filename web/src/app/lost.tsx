import { Link } from '@tanstack/react-router';
import { Button, Empty, Note } from '../design/index.ts';
import { useWords } from '../words/index.ts';

/** An address that leads nowhere. */
export function Lost() {
  const words = useWords();
  return (
    <div className="page">
      <Empty title={words.errors.notFound} help={words.errors.notFoundHelp}>
        <Link to="/todo" className="button primary">
          {words.errors.home}
        </Link>
      </Empty>
    </div>
  );
}

/** A page that failed to draw: says that nothing is lost and opens it again. */
export function Broken() {
  const words = useWords();
  return (
    <div className="page">
      <Note look="bad">
        <h1>{words.errors.page}</h1>
        <p>{words.errors.pageHelp}</p>
        <div className="row">
          <Button look="primary" onClick={() => location.reload()}>
            {words.errors.reload}
          </Button>
          <a href="/todo" className="button">
            {words.errors.home}
          </a>
        </div>
      </Note>
    </div>
  );
}
