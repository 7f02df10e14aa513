import type { ActorRecord } from '../events/record-act.ts';
import type { Policy } from './route.ts';

/** Language of the reader. */
export type Language = 'zh' | 'en';

/** What a handler knows of a request that nobody signed. */
export type PublicContext = {
  /** Server time from the node's clock. */
  now(): Date;
  /** A new random UUID. */
  newId(): string;
  /** Cryptographic randomness. */
  random(bytes: number): Uint8Array;
  requestId: string;
  language: Language;
  /** Address of the caller, for limits only; never stored with a person. */
  ip: string;
};

/** What a handler knows of a signed-in person acting in a post. */
export type Context = PublicContext & {
  /** The organ of the post acted in: whose rows are seen. */
  organId: string;
  /** The organ that keeps the person's account; differs when the post is in another organ. */
  homeOrganId: string;
  personId: string;
  postId: string;
  /** As recorded in acts: who, in which post. `onBehalfOf` is set by the workflow when a delegation is used. */
  actor: ActorRecord;
  /** Roles of the post acted in. */
  roles: readonly string[];
  sessionId: string;
};

/** The context a route's policy guarantees. */
export type ContextOf<P extends Policy> = P extends { kind: 'public' } ? PublicContext : Context;

/** What a cookie stands for. */
export type SessionState =
  | { kind: 'anonymous' }
  | { kind: 'second-factor'; sessionId: string; csrf: string; personId: string; homeOrganId: string }
  | {
      kind: 'signed-in';
      sessionId: string;
      csrf: string;
      personId: string;
      organId: string;
      homeOrganId: string;
      postId: string;
      actor: ActorRecord;
      roles: readonly string[];
      language: Language;
      /** The password was set by somebody else: only routes about oneself are open until it is changed. */
      mustChangePassword: boolean;
    };

/** Sign-in as the platform needs it; provided by the directory. */
export type SessionSource = {
  /** The state behind a cookie value; `newToken` when the cookie was rotated and must be sent again. */
  resolve(token: string): Promise<{ state: SessionState; newToken?: string }>;
};
