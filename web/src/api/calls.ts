import { ApiError, keepCsrf, query, refusalOf, request } from './request.ts';
import type * as T from './types.ts';

async function session(call: Promise<T.Session>): Promise<T.Session> {
  const answer = await call;
  keepCsrf(answer.csrf);
  return answer;
}

/** Who is signed in. */
export const readSession = () => session(request<T.Session>('GET', '/session'));
/** First factor. */
export const signIn = (login: string, password: string) =>
  session(request<T.Session>('POST', '/session', { login, password }));
/** Second factor by a code of six digits. */
export const confirmSecondFactor = (code: string) =>
  session(request<T.Session>('POST', '/session/second-factor', { code }));
/** Challenge for signing in with a passkey. */
export const passkeyOptions = () => request<unknown>('POST', '/session/passkey/options', {});
/** Answer of the passkey. */
export const passkeySignIn = (answer: unknown) =>
  session(request<T.Session>('POST', '/session/passkey', answer));
/** Acts in another post from now on. */
export const switchPost = (postId: string) =>
  session(request<T.Session>('POST', '/session/post', { postId }));
/** Ends the session. */
export const signOut = () => request<unknown>('DELETE', '/session');

/** Large print and language, remembered per person. */
export const savePreferences = (wanted: { largePrint?: boolean; language?: 'zh' | 'en' }) =>
  request<unknown>('PUT', '/me/preferences', wanted);
/** Changes the own password. */
export const changePassword = (old: string, next: string) =>
  request<unknown>('POST', '/me/password', { old, new: next });
/** Starts the enrolment of a code generator. */
export const startTotp = () => request<{ uri: string; secret: string }>('POST', '/me/totp', {});
/** Ends it with a first code. */
export const confirmTotp = (code: string) => request<unknown>('POST', '/me/totp/confirm', { code });
/** Challenge for enrolling a passkey. */
export const enrolPasskeyOptions = () => request<unknown>('POST', '/me/passkeys/options', {});
/** Keeps the passkey. */
export const enrolPasskey = (answer: unknown) => request<unknown>('POST', '/me/passkeys', answer);

/** First administrators of an empty node. */
export type SetupBody = {
  token: string;
  organ: { name: string; shortName: string; code: string };
  administrators: { role: string; name: string; login: string; password: string }[];
};
/** Sets an empty node up; works once. */
export const setUp = (body: SetupBody) => request<unknown>('POST', '/setup', body);

/** Organs papers can be sent to. */
export const readOrgans = () => request<T.Organ[]>('GET', '/organs');
/** Posts of the own organ. */
export const readPosts = (organId: string) => request<T.OrganPost[]>('GET', `/organs/${organId}/posts`);

/** What is asked of me. */
export const readTodo = (cursor: string | null) =>
  request<T.Page<T.TodoItem>>('GET', `/todo${query({ cursor, limit: 50 })}`);
/** Matters of one box, newest first. */
export const readMatters = (box: string, q: string, cursor: string | null) =>
  request<T.Page<T.MatterRow>>('GET', `/matters${query({ box, q, cursor })}`);
/** One matter with everything around it. */
export const readMatter = (id: string) => request<T.MatterView>('GET', `/matters/${id}`);
/** Does one thing; repeatable with the same key. */
export const act = (matterId: string, stepId: string, verb: string, body: T.ActBody) =>
  request<T.ActAnswer>('POST', `/matters/${matterId}/steps/${stepId}/${verb}`, body);

/** Begins a draft; the id comes from the browser. */
export const createDraft = (body: {
  matterId: string;
  key: string;
  kind: string;
  form: string;
  fields: T.DraftFields;
  body: T.Block[];
}) => request<{ matterId: string }>('POST', '/drafts', body);
/** The draft as saved. */
export const readDraft = (matterId: string) => request<T.Draft>('GET', `/drafts/${matterId}`);
/** Saves; 409 with the other text when somebody saved in between. */
export const saveDraft = (
  matterId: string,
  body: {
    revision: number;
    kind: string;
    form: string;
    fields: T.DraftFields;
    body: T.Block[];
    attachments: string[];
  },
) => request<{ revision: number; savedAt: string }>('PUT', `/drafts/${matterId}`, body);
/** Throws away a draft that was never submitted. */
export const deleteDraft = (matterId: string) => request<unknown>('DELETE', `/drafts/${matterId}`);
/** The 文种 with the agency code each usually takes its number under. */
export const readDocumentKinds = () =>
  request<
    { kind: string; directions: string[]; mainReceivers: 'required' | 'optional'; numberCode: string }[]
  >('GET', '/document-kinds');
/** The next free number, a forecast. */
export const nextNumber = (code: string, year: number) =>
  request<{ code: string; year: number; n: number }>('GET', `/numbers/next${query({ code, year })}`);
/** The engine's pages for what is typed. */
export const preview = (
  body: {
    kind: string;
    form: string;
    fields: T.DraftFields;
    body: T.Block[];
    attachments: { name: string }[];
  },
  signal?: AbortSignal,
) => request<T.Preview>('POST', '/preview', body, signal);
/** Reads and checks a file; a state secret is refused and not stored. */
export const upload = (file: File) => {
  const form = new FormData();
  form.append('file', file, file.name);
  return request<T.Upload>('POST', '/uploads', form);
};
/** Registers a paper or outside file as an incoming document. */
export const createIncoming = (body: Record<string, unknown>) =>
  request<{ matterId: string }>('POST', '/incoming', body);
/** Proof that an act stands in the log. */
export const readProof = (actId: string) => request<T.ActProof>('GET', `/acts/${actId}/proof`);

/** A register row, by column id. */
export type RegisterRow = Record<string, unknown>;
/** 发文登记簿 or 收文登记簿. */
export const readRegister = (which: 'outgoing' | 'incoming', year: number, cursor: string | null) =>
  request<T.Page<RegisterRow>>('GET', `/registers/${which}${query({ year, cursor })}`);
/** The ledgers of the organ. */
export const readLedgers = () => request<T.LedgerHead[]>('GET', '/ledgers');
/** Rows of one ledger. */
export const readLedger = (id: string, cursor: string | null) =>
  request<T.Page<unknown> & { columns?: T.LedgerColumn[]; name?: string; rows?: unknown }>(
    'GET',
    `/ledgers/${id}${query({ cursor })}`,
  );

/** People of the organ. */
export const readPeople = () => request<T.AdminPerson[]>('GET', '/admin/people');
/** Adds a person with a first password that has to be changed at the first sign-in. */
export const addPerson = (body: { id: string; name: string; login: string; password: string }) =>
  request<{ id: string }>('POST', '/admin/people', body);
/** Suspends or resumes a person. */
export const suspendPerson = (id: string, verb: 'suspend' | 'resume') =>
  request<{ id: string }>('POST', `/admin/people/${id}/${verb}`, {});
/** A new one-time password and no second factors. */
export const resetPerson = (id: string) =>
  request<{ id: string; password: string }>('POST', `/admin/people/${id}/reset`, {});
/** Sets up a post. */
export const addPost = (body: { id: string; title: string; role: string }) =>
  request<{ id: string }>('POST', '/admin/posts', body);
/** Gives a person a post from a day, optionally to a day. */
export const grantPost = (personId: string, body: { postId: string; from: string; to?: string }) =>
  request<{ id: string }>('POST', `/admin/people/${personId}/posts`, body);
/** Recorded delegations. */
export const readDelegations = () => request<T.Delegation[]>('GET', '/admin/delegations');
/** Records a delegation. */
export const addDelegation = (body: Record<string, unknown>) =>
  request<{ id: string }>('POST', '/admin/delegations', body);
/** Events of the organ without content. */
export const readAudit = (cursor: string | null) =>
  request<T.Page<T.AuditLine>>('GET', `/admin/audit${query({ cursor })}`);

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
