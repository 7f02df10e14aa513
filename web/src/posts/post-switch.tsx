import { useQueryClient } from '@tanstack/react-query';
import { keys, switchPost, useSession } from '../api/index.ts';
import { faultTitle, toast } from '../design/index.ts';
import { fill, useWords } from '../words/index.ts';

/** The post a person acts in; with several, a choice. Every act names it. */
export function PostSwitch() {
  const words = useWords();
  const session = useSession();
  const client = useQueryClient();
  const posts = session.posts ?? [];
  const now = session.post;
  if (now === undefined) {
    return null;
  }
  if (posts.length < 2) {
    return (
      <p className="post-now small">
        <span className="muted">{now.organ.name}</span>
        <br />
        {now.title}
      </p>
    );
  }
  return (
    <label className="post-now small">
      <span className="muted">{words.post.now}</span>
      <select
        className="input"
        value={now.id}
        onChange={async (event) => {
          try {
            const next = await switchPost(event.target.value);
            client.setQueryData(keys.session, next);
            await client.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'session' });
            toast(fill(words.post.acting, { post: next.post?.title ?? '' }));
          } catch (error) {
            toast(faultTitle(error, words.errors));
          }
        }}
      >
        {posts.map((post) => (
          <option key={post.id} value={post.id}>
            {post.organ.name} {post.title}
          </option>
        ))}
      </select>
    </label>
  );
}
