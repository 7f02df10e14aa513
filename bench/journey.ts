/** The dispatch journey over HTTP, each act as the person at the browser waits for it. */
import { Client } from '../testing/journey/client.ts';
import { dispatchJourney, newJourney } from '../testing/journey/dispatch.ts';
import type { BareDatabase } from './bare-database.ts';
import { type Figure, sampleOf } from './measure.ts';

/** A client that notes what each of its calls took. */
class TimedClient extends Client {
  readonly #note: (method: string, path: string, ms: number) => void;

  constructor(url: string, note: (method: string, path: string, ms: number) => void) {
    super(url);
    this.#note = note;
  }

  override async call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const since = performance.now();
    const answer = await super.call<T>(method, path, body);
    this.#note(method, path, performance.now() - since);
    return answer;
  }
}

/** The acts in the table and the journey's steps they are measured in. */
const acts: readonly [name: string, steps: RegExp][] = [
  ['draft', /^draft$/],
  ['submit', /^submit/],
  ['return', /^return$/],
  ['review: pass', /^review$/],
  ['approve, in ink', /^approve$/],
  ['recheck: pass', /^recheck$/],
  ['register (takes the number)', /^number$/],
  ['seal: request', /^seal$/],
  ['release to five receivers', /^release$/],
  ['sign for', /^sign-for/],
];

/** Runs the journey some times on a node with the demonstration. */
export async function journeyFigures(url: string, database: BareDatabase, runs = 4): Promise<Figure[]> {
  const took = new Map<string, number[]>();
  const note = (name: string, ms: number) => took.set(name, [...(took.get(name) ?? []), ms]);
  let stepName = '';
  let warming = true;
  const sessions = new Map<string, Client>();
  const signIn = async (login: string) => {
    const known = sessions.get(login);
    if (known) {
      return known;
    }
    const client = new TimedClient(url, (method, path, ms) => {
      if (method === 'POST' && path === '/session') {
        note('sign in', ms);
      } else if (!warming && method === 'POST') {
        note(stepName, ms);
      } else if (!warming && method === 'GET' && path.startsWith('/matters/')) {
        note('matter page', ms);
      }
    });
    await client.signIn(login, 'heting-2026');
    sessions.set(login, client);
    return client;
  };
  for (let run = 0; run <= runs; run++) {
    const state = newJourney();
    warming = run === 0;
    for (const step of dispatchJourney) {
      stepName = step.name;
      const since = performance.now();
      await step.run(signIn, state);
      if (!warming && step.name === 'sealed') {
        note('sealed seen', performance.now() - since);
      }
      await database.insert.take(3);
      await database.roundTrip.take(3);
    }
  }
  const figure = (name: string, values: readonly number[], bare = database.insert): Figure => ({
    name,
    unit: 'ms',
    sample: sampleOf(values),
    bare,
  });
  const named = (pattern: RegExp) =>
    [...took].filter(([name]) => pattern.test(name)).flatMap(([, values]) => values);
  return [
    figure('sign in (argon2id)', named(/^sign in$/)),
    ...acts.map(([name, pattern]) => figure(name, named(pattern))),
    figure('seal: from the request’s answer to both files seen (asked every 100 ms)', named(/^sealed seen$/)),
    figure('matter page (GET)', named(/^matter page$/), database.roundTrip),
  ];
}
