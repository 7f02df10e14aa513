/**
 * The to-do list of one post with ten thousand open items, over HTTP. The matters and their open steps are put into
 * `workflow.matter` and `workflow.step` by one SQL statement each, as copies of an incoming matter at 登记; no other
 * table is touched, and the list reads no other table.
 */
import { Client } from '../testing/journey/client.ts';
import { connectTo } from './bare-database.ts';
import { BareCost, type Figure, measure } from './measure.ts';

const openItems = 10_000;
const pageSize = 50;

/** Fills the list of 孙八's post and reads its first page, pages further on, and the same number of rows by key. */
export async function todoFigures(url: string, data: string): Promise<Figure[]> {
  const client = await new Client(url).signIn('ws', 'heting-2026');
  const { post } = await client.get<{ post: { id: string; organ: { id: string } } }>('/session');
  const database = await connectTo(data, 'yiwen');
  try {
    await database.query(
      `insert into workflow.matter (id, organ_id, flow, flow_version, kind, drafter_post, title, number, counterpart,
                                    opened_at, updated_at)
       select gen_random_uuid(), $1, 'incoming', 1, 'incoming', $2,
              '关于第' || n || '项工作的通知', '测试发〔2026〕' || n || '号', 'bench',
              now() - n * interval '1 minute', now() - n * interval '1 minute'
       from generate_series(1, $3::int) n`,
      [post.organ.id, post.id, openItems],
    );
    await database.query(
      `insert into workflow.step (id, organ_id, matter_id, ordinal, node, holder_post, from_name, from_post, opened_at, deadline)
       select gen_random_uuid(), organ_id, id, 1, 'register', drafter_post, '某县', '发文机关', opened_at, '2026-12-31'
       from workflow.matter where counterpart = 'bench'`,
    );
    await database.query('analyze workflow.matter, workflow.step');
    const { rows } = await database.query<{ id: string }>(
      "select id from workflow.step where node = 'register' order by random() limit $1",
      [pageSize],
    );
    const ids = rows.map(({ id }) => id);
    const bare = await BareCost.of(`SELECT of ${pageSize} rows by primary key`, () =>
      database.query('select * from workflow.step where id = any ($1::uuid[])', [ids]),
    );
    type Page = { items: unknown[]; next: string | null; count: number };
    const first = await client.get<Page>(`/todo?limit=${pageSize}`);
    if (first.count < openItems || first.items.length !== pageSize) {
      throw new Error(`the list has ${first.count} items and a page of ${first.items.length}`);
    }
    const firstPage = await measure(200, () => client.get(`/todo?limit=${pageSize}`), {
      warmUp: 10,
      beside: bare,
    });
    let cursor: string | null = first.next;
    const furtherPages = await measure(
      100,
      async () => {
        const page: Page = await client.get<Page>(
          `/todo?limit=${pageSize}&cursor=${encodeURIComponent(cursor!)}`,
        );
        cursor = page.next ?? first.next;
      },
      { beside: bare },
    );
    const figure = (name: string, sample: Figure['sample']): Figure => ({
      name,
      unit: 'ms',
      sample,
      bare,
      compare: 'p95',
    });
    return [
      figure(`to-do list, first ${pageSize} of 10,000 open items`, firstPage),
      figure(`to-do list, the next ${pageSize}, page after page`, furtherPages),
    ];
  } finally {
    await database.end();
  }
}
