import type { Tx } from '../database/index.ts';

/** A port: declared by whoever needs it, provided by another module's `start`. */
export type ServiceKey<T> = { readonly name: string; readonly type?: T };

/** Names a port, e.g. `export const transport = serviceKey<Transport>('exchange.transport')`. */
export function serviceKey<T>(name: string): ServiceKey<T> {
  return { name };
}

/** Something a lower module says and upper modules may hear, in the same transaction. Past tense: `documents.issued`. */
export type Announcement<T> = { readonly name: string; readonly type?: T };

/** Names an announcement. */
export function announcement<T>(name: string): Announcement<T> {
  return { name };
}

/** Ports and announcements of one node. */
export type Services = {
  provide<T>(key: ServiceKey<T>, value: T): void;
  /** The provided value; a missing one is a fault of composition and throws. */
  get<T>(key: ServiceKey<T>): T;
  on<T>(what: Announcement<T>, fn: (tx: Tx, data: T) => Promise<void>): void;
  /** Calls the listeners one after the other inside the caller's transaction; a listener that throws rolls it back. */
  announce<T>(what: Announcement<T>, tx: Tx, data: T): Promise<void>;
};

/** An empty set of services. */
export function makeServices(): Services {
  const values = new Map<string, unknown>();
  const listeners = new Map<string, ((tx: Tx, data: never) => Promise<void>)[]>();
  return {
    provide(key, value) {
      if (values.has(key.name)) {
        throw new Error(`service ${key.name} is provided twice`);
      }
      values.set(key.name, value);
    },
    get<T>(key: ServiceKey<T>) {
      if (!values.has(key.name)) {
        throw new Error(`no module provides ${key.name}`);
      }
      return values.get(key.name) as T;
    },
    on(what, fn) {
      listeners.set(what.name, [...(listeners.get(what.name) ?? []), fn]);
    },
    async announce(what, tx, data) {
      for (const fn of listeners.get(what.name) ?? []) {
        await (fn as (tx: Tx, data: unknown) => Promise<void>)(tx, data);
      }
    },
  };
}
