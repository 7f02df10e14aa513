/** The directory of the demonstration: organs, posts, accounts, who stands in for whom, and the organs' seals. */
import { randomUUID } from 'node:crypto';
import { generate } from 'otplib';
import {
  appoint,
  beginTotp,
  confirmTotp,
  createOrgan,
  createPerson,
  createPost,
  createUnit,
  delegate,
  setPassword,
  setPreferences,
} from '../modules/directory/index.ts';
import type { Role } from '../modules/permissions/index.ts';
import { dateIn } from '../platform/clock/index.ts';
import type { Tx } from '../platform/database/index.ts';
import type { Node } from '../platform/node/index.ts';
import { type DemoOrgan, type DemoPerson, organs } from './organs.ts';
import { demoPassword, people } from './people.ts';

/** A person in a post: enough to act as them. */
export type Seat = {
  login: string;
  name: string;
  personId: string;
  homeOrganId: string;
  organId: string;
  organ: string;
  postId: string;
  title: string;
  role: Role;
};

/** The demonstration's organs and seats. */
export type World = {
  organId(key: string): string;
  organName(key: string): string;
  /** The seat of a login in an organ. */
  seat(login: string, organ: string): Seat;
  /** The first seat of an organ with one of these roles. */
  seatOf(organ: string, ...roles: Role[]): Seat;
  /** The same, where there may be none. */
  find(organ: string, ...roles: Role[]): Seat | undefined;
};

/** Posts are held from here on, so that papers of the past were made by those who held them. */
const heldFrom = '2020-01-01';

/** Makes the directory. `today` is the day of the first start: delegations and dated posts count from it. */
export async function makeWorld(node: Node, today: string): Promise<World> {
  const ids = new Map(organs.map((organ) => [organ.key, randomUUID()]));
  const organId = (key: string): string => found(ids.get(key), key);
  for (const [position, organ] of organs.entries()) {
    await node.db.asOrgan({ organId: organId(organ.key) }, (tx) =>
      createOrgan(tx, newOrgan(organ, organId, position)),
    );
  }
  const seats: Seat[] = [];
  await Promise.all(
    organs.map((organ) =>
      node.db.asOrgan({ organId: organId(organ.key) }, async (tx) => {
        const unitIds = await makeUnits(tx, organ, organId(organ.key));
        for (const person of people.filter(({ posts }) => posts[0]!.organ === organ.key)) {
          const personId = await makeAccount(tx, node, person, organId(organ.key));
          for (const post of person.posts) {
            const unitId = post.unit === undefined ? undefined : found(unitIds.get(post.unit), post.unit);
            seats.push({
              login: person.login,
              name: person.name,
              personId,
              homeOrganId: organId(organ.key),
              organId: organId(post.organ),
              organ: post.organ,
              postId: randomUUID(),
              title: post.title,
              role: post.role,
              ...(unitId === undefined ? {} : { unitId }),
            });
          }
        }
      }),
    ),
  );
  const order = new Map(people.map(({ login }, position) => [login, position]));
  seats.sort((a, b) => order.get(a.login)! - order.get(b.login)!);
  await Promise.all(
    organs.map((organ) =>
      node.db.asOrgan({ organId: organId(organ.key) }, (tx) =>
        makePosts(
          tx,
          node,
          seats.filter((seat) => seat.organ === organ.key),
          today,
        ),
      ),
    ),
  );
  const find: World['find'] = (organ, ...roles) =>
    seats.find((seat) => seat.organ === organ && roles.includes(seat.role));
  const world: World = {
    organId,
    find,
    organName: (key) => organs.find((organ) => organ.key === key)!.name,
    seat: (login, organ) =>
      found(
        seats.find((seat) => seat.login === login && seat.organ === organ),
        `${login} in ${organ}`,
      ),
    seatOf: (organ, ...roles) => found(find(organ, ...roles), `${roles.join(', ')} of ${organ}`),
  };
  await makeDelegation(node, world, today);
  return world;
}

function found<T>(value: T | undefined, what: string): T {
  if (value === undefined) {
    throw new Error(`the demonstration has no ${what}`);
  }
  return value;
}

function newOrgan(organ: DemoOrgan, organId: (key: string) => string, position: number) {
  return {
    id: organId(organ.key),
    name: organ.name,
    shortName: organ.shortName,
    code: organ.agencyCode,
    unifiedCode: organ.creditCode,
    kind: organ.kind,
    position,
    ...(organ.parent === undefined ? {} : { parentId: organId(organ.parent) }),
  };
}

async function makeUnits(tx: Tx, organ: DemoOrgan, organId: string): Promise<Map<string, string>> {
  const ids = new Map<string, string>();
  for (const [position, name] of (organ.units ?? []).entries()) {
    const id = randomUUID();
    await createUnit(tx, { id, organId, name, position });
    ids.set(name, id);
  }
  return ids;
}

async function makeAccount(tx: Tx, node: Node, person: DemoPerson, organId: string): Promise<string> {
  const id = randomUUID();
  const { login, name } = person;
  const at = node.clock.now();
  await createPerson(tx, { id, organId, name, login, at });
  await setPassword(tx, { id, organId, login, password: demoPassword, at });
  if (person.largePrint) {
    await setPreferences(tx, { id, organId }, { largePrint: true });
  }
  if (person.totpSecret !== undefined) {
    const secret = person.totpSecret;
    await beginTotp(tx, { id, organId, login, issuer: node.settings.nodeName, at, secret });
    await confirmTotp(tx, id, await generate({ secret, epoch: Math.floor(at.getTime() / 1000) }), at);
  }
  return id;
}

async function makePosts(tx: Tx, node: Node, seats: readonly (Seat & { unitId?: string })[], today: string) {
  for (const [position, seat] of seats.entries()) {
    const { organId, personId, postId, title, role, unitId } = seat;
    await createPost(tx, {
      id: postId,
      organId,
      title,
      role,
      position,
      ...(unitId === undefined ? {} : { unitId }),
    });
    const person = people.find(({ login }) => login === seat.login)!;
    const place = person.posts.findIndex((post) => post.organ === seat.organ && post.title === title);
    const days = person.posts[place]!.untilWorkingDays;
    await appoint(tx, {
      organId,
      personId,
      postId,
      position: place,
      ...(days === undefined
        ? { from: heldFrom }
        : { from: today, to: node.calendar.addWorkingDays(today, days) }),
    });
  }
}

/** 李四 is away on the first to third working day after the first start; 王五 stands in. */
async function makeDelegation(node: Node, world: World, today: string): Promise<void> {
  const mayor = world.seat('zz', 'heting');
  const deputy = world.seat('fz1', 'heting');
  await node.db.asOrgan({ organId: mayor.organId }, (tx) =>
    delegate(tx, {
      id: randomUUID(),
      organId: mayor.organId,
      fromPostId: mayor.postId,
      toPersonId: deputy.personId,
      scope: 'all',
      from: node.calendar.addWorkingDays(today, 1),
      to: node.calendar.addWorkingDays(today, 3),
    }),
  );
}

/** The day in Beijing the node's clock shows. */
export function todayOf(node: Node): string {
  return dateIn(node.clock.now(), node.settings.timeZone);
}
