import { call } from './call.ts';
import { ApiError, keepCsrf, refusalOf, request } from './request.ts';
import { sendFile } from './send-file.ts';
import type * as T from './types.ts';

async function session(answer: Promise<T.Session>): Promise<T.Session> {
  const next = await answer;
  keepCsrf(next.csrf);
  return next;
}

/** A cursor as the query takes it. */
function after(cursor: string | null): { cursor?: string } {
  return cursor === null ? {} : { cursor };
}

/** Who is signed in. */
export const readSession = () => session(call('get', '/api/v1/session'));
/** First factor. */
export const signIn = (login: string, password: string) =>
  session(call('post', '/api/v1/session', { body: { login, password } }));
/** Second factor by a code of six digits. */
export const confirmSecondFactor = (code: string) =>
  session(call('post', '/api/v1/session/second-factor', { body: { code } }));
/** Challenge for signing in with a passkey. */
export const passkeyOptions = () => call('post', '/api/v1/session/passkey/options');
/** Answer of the passkey. */
export const passkeySignIn = (answer: unknown) =>
  session(request<T.Session>('POST', '/api/v1/session/passkey', answer));
/** Acts in another post from now on. */
export const switchPost = (postId: string) =>
  session(call('post', '/api/v1/session/post', { body: { postId } }));
/** Ends the session. */
export const signOut = () => session(call('delete', '/api/v1/session'));

/** Large print and language, remembered per person. */
export const savePreferences = (wanted: { largePrint?: boolean; language?: 'zh' | 'en' }) =>
  call('put', '/api/v1/me/preferences', { body: wanted });
/** Changes the own password. */
export const changePassword = (old: string, next: string) =>
  session(call('post', '/api/v1/me/password', { body: { old, new: next } }));
/** Starts the enrolment of a code generator; somebody signed in already shows the password once more. */
export const startTotp = (password?: string) =>
  call('post', '/api/v1/me/totp', { body: password === undefined ? {} : { password } });
/** Ends it with a first code. */
export const confirmTotp = (code: string) =>
  session(call('post', '/api/v1/me/totp/confirm', { body: { code } }));
/** Challenge for enrolling a passkey; somebody signed in already shows the password once more. */
export const enrolPasskeyOptions = (password?: string) =>
  call('post', '/api/v1/me/passkeys/options', { body: password === undefined ? {} : { password } });
/** Keeps the passkey. */
export const enrolPasskey = (answer: unknown) => request<unknown>('POST', '/api/v1/me/passkeys', answer);

/** First administrators of an empty node. */
export type SetupBody = {
  token: string;
  organ: { name: string; shortName: string; code: string };
  administrators: {
    role: 'system-admin' | 'security-admin' | 'audit-admin';
    name: string;
    login: string;
    password: string;
  }[];
};
/** Sets an empty node up; works once. */
export const setUp = (body: SetupBody) => call('post', '/api/v1/setup', { body });

/** Organs papers can be sent to. */
export const readOrgans = (): Promise<T.Organ[]> => call('get', '/api/v1/organs');
/** Posts of the own organ. */
export const readPosts = (id: string): Promise<T.OrganPost[]> =>
  call('get', '/api/v1/organs/{id}/posts', { path: { id } });

/** What is asked of me. */
export const readTodo = (cursor: string | null): Promise<T.Page<T.TodoItem>> =>
  call('get', '/api/v1/todo', { query: { ...after(cursor), limit: 50 } });
/** Lists of matters the server keeps. */
export type Box = 'outgoing' | 'incoming' | 'circulation' | 'done' | 'mine';
/** Matters of one box, newest first. */
export const readMatters = (box: Box, q: string, cursor: string | null): Promise<T.Page<T.MatterRow>> =>
  call('get', '/api/v1/matters', { query: { box, ...(q === '' ? {} : { q }), ...after(cursor) } });
/** One matter with everything around it. */
export const readMatter = (id: string): Promise<T.MatterView> =>
  call('get', '/api/v1/matters/{id}', { path: { id } }) as Promise<T.MatterView>;
/** Does one thing; repeatable with the same key. */
export const act = (id: string, stepId: string, verb: string, body: T.ActBody): Promise<T.ActAnswer> =>
  call('post', '/api/v1/matters/{id}/steps/{stepId}/{verb}', { path: { id, stepId, verb }, body });

type DraftText = { kind: T.Kind; form: T.Form; fields: T.DraftFields; body: T.Block[] };

/** Begins a draft; the id comes from the browser. */
export const createDraft = (body: DraftText & { matterId: string; key: string }) =>
  call('post', '/api/v1/drafts', { body });
/** The draft as saved. */
export const readDraft = (matterId: string): Promise<T.Draft> =>
  call('get', '/api/v1/drafts/{matterId}', { path: { matterId } }) as Promise<T.Draft>;
/** Saves; 409 with the other text when somebody saved in between. */
export const saveDraft = (matterId: string, body: DraftText & { revision: number; attachments: string[] }) =>
  call('put', '/api/v1/drafts/{matterId}', { path: { matterId }, body });
/** Throws away a draft that was never submitted. */
export const deleteDraft = (matterId: string) =>
  call('delete', '/api/v1/drafts/{matterId}', { path: { matterId } });
/** The 文种 with the agency code each usually takes its number under. */
export const readDocumentKinds = () => call('get', '/api/v1/document-kinds');
/** The next free number, a forecast. */
export const nextNumber = (code: string, year: number) =>
  call('get', '/api/v1/numbers/next', { query: { code, year } });
/** The engine's pages for what is typed. */
export const preview = (
  body: DraftText & { attachments: { name: string }[] },
  signal?: AbortSignal,
): Promise<T.Preview> => call('post', '/api/v1/preview', { body, ...(signal ? { signal } : {}) });
/** Reads and checks a file; a state secret is refused and not stored. */
export const upload = (file: File) => {
  const form = new FormData();
  form.append('file', file, file.name);
  return request<T.Upload>('POST', '/api/v1/uploads', form);
};
/** Registers a paper or outside file as an incoming document. */
export const createIncoming = (body: T.IncomingBody) => call('post', '/api/v1/incoming', { body });
/** Proof that an act stands in the log. */
export const readProof = (id: string) => call('get', '/api/v1/acts/{id}/proof', { path: { id } });

/** A register row, by column id. */
export type RegisterRow = Record<string, unknown>;
/** 发文登记簿 or 收文登记簿. */
export const readRegister = (
  which: 'outgoing' | 'incoming',
  year: number,
  cursor: string | null,
): Promise<T.Page<RegisterRow>> =>
  which === 'outgoing'
    ? call('get', '/api/v1/registers/outgoing', { query: { year, ...after(cursor) } })
    : call('get', '/api/v1/registers/incoming', { query: { year, ...after(cursor) } });
/** The ledgers of the organ. */
export const readLedgers = (): Promise<T.LedgerHead[]> => call('get', '/api/v1/ledgers');
/** Rows of one ledger. */
export const readLedger = (id: string, cursor: number | null) =>
  call('get', '/api/v1/ledgers/{id}', { path: { id }, query: cursor === null ? {} : { cursor } });

/** People of the organ. */
export const readPeople = (): Promise<T.AdminPerson[]> => call('get', '/api/v1/admin/people');
/** Adds a person with a first password that has to be changed at the first sign-in. */
export const addPerson = (body: { id: string; name: string; login: string; password: string }) =>
  call('post', '/api/v1/admin/people', { body });
/** Suspends or resumes a person. */
export const suspendPerson = (id: string, verb: 'suspend' | 'resume') =>
  call(
    'post',
    verb === 'suspend' ? '/api/v1/admin/people/{id}/suspend' : '/api/v1/admin/people/{id}/resume',
    {
      path: { id },
    },
  );
/** A new one-time password and no second factors. */
export const resetPerson = (id: string) => call('post', '/api/v1/admin/people/{id}/reset', { path: { id } });
/** Sets up a post. */
export const addPost = (body: { id: string; title: string; role: T.OfficeRole }) =>
  call('post', '/api/v1/admin/posts', { body });
/** Kinds of organ an administrator sets up under the own one. */
export const subordinateKinds = ['village', 'community', 'department', 'government', 'party'] as const;
/** Sets up a subordinate organ, kept by the same three administrators. */
export const addOrgan = (body: {
  id: string;
  name: string;
  shortName: string;
  code?: string;
  kind: (typeof subordinateKinds)[number];
}) => call('post', '/api/v1/admin/organs', { body });
/** Gives a person a post from a day, optionally to a day. */
export const grantPost = (id: string, body: { postId: string; from: string; to?: string }) =>
  call('post', '/api/v1/admin/people/{id}/posts', { path: { id }, body });
/** Recorded delegations. */
export const readDelegations = (): Promise<T.Delegation[]> => call('get', '/api/v1/admin/delegations');
/** Records a delegation. */
export const addDelegation = (body: {
  fromPostId: string;
  toPersonId: string;
  scope: string;
  from: string;
  to: string;
}) => call('post', '/api/v1/admin/delegations', { body });
/** Which font plays each role, and font files that cannot be used. */
export const readFonts = () => call('get', '/api/v1/fonts');
/** Adds a font of the office for a role; `onSent` hears how much has gone out, from 0 to 1. */
export const addFont = (file: File, role: string, onSent: (share: number) => void) => {
  const form = new FormData();
  form.append('role', role);
  form.append('file', file, file.name);
  return sendFile<T.FontAdded>('/api/v1/fonts', form, onSent);
};
/** Removes a font of the office. */
export const removeFont = (file: string) => call('delete', '/api/v1/fonts/{file}', { path: { file } });
/** Certificates, requests to outside authorities, and what ends soon. */
export const readAuthority = () => call('get', '/api/v1/authority');
/** Brings the certificate an outside authority issued on a request. */
export const bringCertificate = (id: string, file: File) => {
  const form = new FormData();
  form.append('file', file, file.name);
  return sendFile<T.BroughtCertificate>(`/api/v1/authority/requests/${id}/certificate`, form, () => {});
};
/** Events of the organ without content. */
export const readAudit = (cursor: string | null): Promise<T.Page<T.AuditLine>> =>
  call('get', '/api/v1/admin/audit', { query: after(cursor) });

/** The newest signed checkpoint of an organ's log, or null when nothing has been logged that year. */
export async function readCheckpoint(organId: string, year: number): Promise<string | null> {
  const response = await fetch(`/log/${organId}/${year}/checkpoint`).catch(() => null);
  if (response === null) {
    throw new ApiError(0, 'line.down', null, null, null);
  }
  if (response.status === 404) {
    return null;
  }
  if (!response.ok) {
    throw await refusalOf(response);
  }
  return await response.text();
}
