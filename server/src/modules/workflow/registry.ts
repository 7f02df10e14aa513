/**
 * What modules above plug into the workflow: what a verb does beside moving steps, facts that flow alternatives ask
 * for, and sections of a matter's page. A port: the workflow knows no office words.
 */

import type { Tx } from '../../platform/database/index.ts';
import type { ActorRecord, EventRef } from '../../platform/events/index.ts';
import type { Context } from '../../platform/http/index.ts';
import { type Node, serviceKey } from '../../platform/node/index.ts';
import type { Decision } from './decision.ts';
import type { Verb } from './flow.ts';
import type { Step } from './matter-state.ts';
import type { PostView } from './people.ts';
import type { Matter } from './store.ts';
import type { VerbBody } from './verb-body.ts';

/** What a verb handler is told. The matter's row is locked; nothing of the decision is written yet. */
export type VerbInput = {
  readonly node: Node;
  /** Absent when the node itself acts. */
  readonly ctx?: Context;
  readonly actor: ActorRecord;
  readonly at: Date;
  readonly matter: Matter;
  readonly step: Step;
  readonly verb: Verb;
  readonly body: VerbBody;
  readonly decision: Decision;
  /** Posts of the organ by id, to name people in bodies. */
  readonly posts: ReadonlyMap<string, PostView>;
};

/** What a verb handler answers. */
export type VerbEffect = {
  /** The kind of act, declared by the module; the workflow's own kind of the effect otherwise. */
  readonly kind?: string;
  /** Members added to the act's body. */
  readonly data?: Record<string, unknown>;
  readonly basis?: string;
  /** Runs after the act is recorded, in the same transaction. */
  readonly after?: (act: EventRef, opened: readonly { stepId: string; node: string }[]) => Promise<void>;
};

/** Does what a verb means to a module; refuses by throwing `OfficeError`. */
export type VerbHandler = (tx: Tx, input: VerbInput) => Promise<VerbEffect>;

/** Facts that hold for a matter, for `when` in flow data. */
export type FactSource = (tx: Tx, matter: Matter) => Promise<readonly string[]>;

/** One section of a matter's page. */
export type Section = (tx: Tx, matter: Matter, reader: Context) => Promise<unknown>;

/** The posts a node goes to in this matter, by node; a node not named goes where the flow says. */
export type HolderSource = (tx: Tx, matter: Matter) => Promise<Readonly<Record<string, readonly string[]>>>;

/** Looks at the words of an act (opinion, reason, result) before it is decided. */
export type Screen = (ctx: Context, words: string) => Promise<void>;

/**
 * Judges the personal signature that came with a person's verb, when all of the act is known and nothing is written.
 * `data` is what the act will record beside the input. Answers members for the act's body; refuses by throwing.
 */
export type Attest = (
  tx: Tx,
  input: VerbInput & { readonly ctx: Context; readonly data: Readonly<Record<string, unknown>> },
) => Promise<Record<string, unknown>>;

/** Where modules register; got by `node.services.get(workflowRegistry)` in a module's `start`. */
export type Registry = {
  /** At most one handler per flow, node and verb; `*` as node hears a verb wherever it stands. */
  on(flow: string, node: string, verb: string, handler: VerbHandler): void;
  facts(flow: string, source: FactSource): void;
  /** Names the holders of nodes that depend on the matter itself, beside or instead of the roles of the flow. */
  holders(flow: string, source: HolderSource): void;
  section(name: string, section: Section): void;
  /** Reads what people write in acts before anything is stored; refuses by throwing `OfficeError`. */
  screen(screen: Screen): void;
  screenWords(ctx: Context, words: string): Promise<void>;
  /** At most one; nobody's acts are signed on a node without. */
  attest(attest: Attest): void;
  attestation: Attest;
  handlerOf(flow: string, node: string, verb: string): VerbHandler | undefined;
  factsOf(tx: Tx, matter: Matter): Promise<ReadonlySet<string>>;
  holdersOf(tx: Tx, matter: Matter): Promise<ReadonlyMap<string, readonly string[]>>;
  sectionsOf(tx: Tx, matter: Matter, reader: Context): Promise<Record<string, unknown>>;
};

/** The registry of one node. */
export const workflowRegistry = serviceKey<Registry>('workflow.registry');

/** An empty registry. */
export function makeRegistry(): Registry {
  const handlers = new Map<string, VerbHandler>();
  const sources: { flow: string; source: FactSource }[] = [];
  const holders: { flow: string; source: HolderSource }[] = [];
  const sections = new Map<string, Section>();
  const screens: Screen[] = [];
  let attesting: Attest | undefined;
  return {
    on(flow, node, verb, handler) {
      const name = `${flow}/${node}/${verb}`;
      if (handlers.has(name)) {
        throw new Error(`verb ${name} has two handlers`);
      }
      handlers.set(name, handler);
    },
    facts(flow, source) {
      sources.push({ flow, source });
    },
    holders(flow, source) {
      holders.push({ flow, source });
    },
    section(name, section) {
      if (sections.has(name)) {
        throw new Error(`section ${name} is given twice`);
      }
      sections.set(name, section);
    },
    screen(screen) {
      screens.push(screen);
    },
    async screenWords(ctx, words) {
      for (const screen of screens) {
        await screen(ctx, words);
      }
    },
    attest(attest) {
      if (attesting !== undefined) {
        throw new Error('personal signatures are judged twice');
      }
      attesting = attest;
    },
    attestation: async (tx, input) => (await attesting?.(tx, input)) ?? {},
    handlerOf(flow, node, verb) {
      return handlers.get(`${flow}/${node}/${verb}`) ?? handlers.get(`${flow}/*/${verb}`);
    },
    async factsOf(tx, matter) {
      const facts = new Set<string>();
      for (const { flow, source } of sources) {
        if (flow === matter.flow.id) {
          for (const fact of await source(tx, matter)) {
            facts.add(fact);
          }
        }
      }
      return facts;
    },
    async holdersOf(tx, matter) {
      const found = new Map<string, readonly string[]>();
      for (const { flow, source } of holders) {
        if (flow === matter.flow.id) {
          for (const [node, posts] of Object.entries(await source(tx, matter))) {
            found.set(node, posts);
          }
        }
      }
      return found;
    },
    async sectionsOf(tx, matter, reader) {
      const answer: Record<string, unknown> = {};
      for (const [name, section] of sections) {
        answer[name] = await section(tx, matter, reader);
      }
      return answer;
    },
  };
}
