/** Shapes of the HTTP API v1 as the screens use them. Ids are UUIDs, dates are ISO strings, labels exist twice. */

import type { paths } from './generated/openapi.ts';

type JsonOf<O> = O extends { requestBody: { content: { 'application/json': infer X } } } ? X : never;
type AnswerOf<O> = O extends { responses: { 200: { content: { 'application/json': infer X } } } } ? X : never;
type DraftBody = JsonOf<NonNullable<paths['/api/v1/drafts']['post']>>;

/** 文种. */
export type Kind = DraftBody['kind'];
/** Layout of GB/T 9704. */
export type Form = DraftBody['form'];
/** What registering an outside file takes. */
export type IncomingBody = JsonOf<NonNullable<paths['/api/v1/incoming']['post']>>;
/** Roles of posts, as the administrators give them. */
export type OfficeRole = JsonOf<NonNullable<paths['/api/v1/admin/posts']['post']>>['role'];

/** The same words in the two languages of the product. */
export type Label = { zh: string; en: string };

/** One page of a cursor list; `next` is null on the last page. */
export type Page<T> = { items: T[]; next: string | null; count?: number };

/** A post as the session names it: work is given to posts, a person acts in one. */
export type Post = {
  id: string;
  title: string;
  role: string;
  unit?: string | null;
  organ: { id: string; name: string };
};

/** Who is signed in, in which post, and what this node is. */
export type Session = {
  state: 'anonymous' | 'second-factor' | 'signed-in';
  csrf: string;
  person?: { id: string; name: string; login: string };
  post?: Post;
  posts?: Post[];
  roles?: string[];
  menu?: string[];
  preferences?: { largePrint: boolean; language: 'zh' | 'en' };
  /** The password was given by somebody else and has to be replaced before any work. */
  mustChangePassword?: boolean;
  /** While the second factor is missing: what is set up, or that one has to be set up now. */
  secondFactor?: { methods: string[]; enrol: boolean };
  node: { name: string; demo: boolean; now: string; publicUrl: string; setupNeeded: boolean };
};

/** An organ that can receive papers. */
export type Organ = {
  id: string;
  name: string;
  shortName: string;
  parentId: string | null;
  kind: string;
  /** 机关代字, such as 禾汀政. */
  code?: string | null;
};

/** A post of the own organ with the people who hold it. */
export type OrganPost = {
  id: string;
  title: string;
  role: string;
  /** The section the post belongs to. */
  unit: string | null;
  holders: { id: string; name: string }[];
};

/** One thing asked of the person who is signed in. */
export type TodoItem = {
  stepId: string;
  matterId: string;
  matterKind: 'dispatch' | 'incoming' | string;
  node: string;
  asked: Label;
  title: string;
  from: { name: string; post: string } | null;
  urgency?: string | null;
  deadline?: string | null;
  workingDaysLeft?: number | null;
  openedAt: string;
  number?: string | null;
  /** How often it was 催办. */
  urged?: number;
};

/** One row of a list of matters. */
export type MatterRow = {
  id: string;
  kind: string;
  title: string;
  number?: string | null;
  state: string;
  holders: string[];
  updatedAt: string;
  counterpart?: string | null;
};

/** One paragraph, heading or table of the text; the id survives editing. */
export type Block = DraftBody['body'][number];

/** The typed fields of a draft. */
export type DraftFields = Omit<
  DraftBody['fields'],
  'organMark' | 'signature' | 'withWenjian' | 'mainReceivers'
> & {
  organMark: string[];
  signature: string[];
  withWenjian: boolean;
  mainReceivers: string;
};

/** One stroke of a pen: points are [x 0.01 mm, y 0.01 mm, pressure 0–1000, ms since the point before, tilt x, tilt y]. */
export type Stroke = {
  tool: 'pen';
  color: string;
  widthMm: number;
  t0Ms: number;
  points: [number, number, number, number, number, number][];
};

/** Handwriting: strokes inside `box` on a page; coordinates count from the box's upper left corner. */
export type Ink = {
  v: 1;
  page: number;
  box: { xMm: number; yMm: number; wMm: number; hMm: number };
  startedAt: string;
  device: { pointerType: string; dpr: number };
  strokes: Stroke[];
};

/** One remark of the verifier. */
export type Finding = {
  code: string;
  severity: 'info' | 'warning' | 'error';
  place?: string;
  message: string;
  evidence?: string;
};

/** The verifier's answer to one question about a signature. */
export type Answer = 'good' | 'doubtful' | 'bad' | 'none';

/** What the verifier says about one seal or signature. Reports kept from earlier have no verdict and answers of each. */
export type SignatureReport = {
  kind: 'seal' | 'signature' | 'time-stamp';
  verdict?: string;
  answers?: Record<'integrity' | 'seal' | 'signer' | 'trust' | 'time' | 'coverage', Answer>;
  signer: string;
  sealName?: string;
  time?: string;
  timeSource: 'claimed' | 'timestamp';
  intact: boolean;
  trust: 'trusted' | 'untrusted' | 'bad';
  covers: 'all' | 'part';
  covered: string[];
  uncovered: string[];
  findings: Finding[];
  /** Pages, from 0, on which it is seen. */
  pages?: number[];
};

/** The verifier's report on one file. */
export type Report = {
  verdict: string;
  sentence: Label;
  format: 'ofd' | 'pdf' | 'asice' | 'other';
  status?: 'valid' | 'superseded' | 'withdrawn' | 'unknown';
  signatures: SignatureReport[];
  findings: Finding[];
  doesNotProve: { zh: string; en: string }[];
  demo: boolean;
  metadata?: Record<string, string>;
};

/** A file made from a version. */
export type Rendition = {
  id: string;
  format: string;
  sealed: boolean;
  sha256: string;
  size: number;
  name: string;
  href: string;
};

/** What a verb asks the person for. */
export type Need =
  | 'opinion'
  | 'reason'
  | 'ink'
  | 'receivers'
  | 'post'
  | 'posts'
  | 'handlers'
  | 'readers'
  | 'deadline'
  | 'result'
  | 'copies'
  | 'mark';

/** One thing the person may do now. */
export type Verb = {
  verb: string;
  label: Label;
  primary?: boolean;
  key?: string | null;
  /** What must be given. */
  needs: Need[];
  /** What can be given. */
  may?: Need[];
  posts?: { id: string; title: string; name: string }[];
  confirm?: Label | null;
};

/** One step of a matter. */
export type Step = {
  id: string;
  node: string;
  label: Label;
  holder: { postId: string; title: string; personName?: string | null };
  openedAt: string;
  deadline?: string | null;
  state: 'open' | 'done' | 'returned' | 'withdrawn' | 'passed-on';
  endedAt?: string | null;
};

/** One act as the timeline shows it. */
export type TimelineEntry = {
  id: string;
  kind: string;
  label: Label;
  at: string;
  actor: { name: string; post: string; onBehalfOf?: { name: string; post: string } | null };
  node?: string;
  verb?: string;
  versionNo?: number | null;
  opinion?: string | null;
  ink?: Ink | null;
  holdersAfter: string[];
  /** By what the person who acted signed it. */
  signed?: 'key' | 'passkey';
  /** Why a sign-off carries no signature. */
  unsigned?: 'no-key' | 'declined';
  logged: null | { index: number; origin: string; href: string };
};

/** What has been written on the processing sheet. */
export type Sheet = {
  proposal?: { name: string; post: string; at: string; opinion: string } | null;
  instructions: { name: string; post: string; at: string; opinion?: string | null; ink?: Ink | null }[];
  circulation: { name: string; post: string; at?: string | null; state: string; opinion?: string | null }[];
  handling: { name: string; post: string; at?: string | null; state?: string; result?: string | null }[];
};

/** One copy on its way to one receiver. */
export type Delivery = {
  id: string;
  receiver: string;
  channel: string;
  state: 'sending' | 'delivered' | 'signed-for' | 'returned' | 'registered' | 'closed';
  at: string;
  receipts: { kind: string; at: string; by?: string | null }[];
};

/** The document inside a matter. */
export type MatterDocument = {
  id: string;
  direction: 'out' | 'in';
  kind: string;
  form: string;
  /** Absent while a draft was never submitted, like the two below. */
  versionId?: string;
  versionNo?: number;
  root?: { sha256: string; sm3: string };
  versions: {
    id: string;
    no: number;
    at: string;
    by: string;
    changed: { partId: string; kind: string; mark: string }[];
  }[];
  fields: Partial<DraftFields>;
  body: Block[];
  registration: {
    from?: string | null;
    number?: string | null;
    signer?: string | null;
    date?: string | null;
    printedOn?: string | null;
    copies?: number | null;
    receivers?: { organId: string; name: string; role: string }[];
    verifyCode?: string | null;
    incomingNumber?: string | null;
    receivedOn?: string | null;
    dueOn?: string | null;
  };
  origin?: 'e-seal' | 'scan' | 'plain' | null;
  report?: Report | null;
  renditions: Rendition[];
  attachments: { id: string; name: string; format: string; size: number; href: string }[];
  pages: { count: number; hrefs: string[]; fonts: FontUse[] };
};

/** A font role and the font that stands in for it. */
export type FontUse = { role: string; name: string; standIn: boolean };

/** Everything the matter page shows. */
export type MatterView = {
  id: string;
  kind: 'dispatch' | 'incoming' | string;
  flow: { id: string; version: number; name: Label };
  title: string;
  state: 'open' | 'closed';
  revision: number;
  document: MatterDocument | null;
  steps: Step[];
  mine: null | {
    stepId: string;
    node: string;
    asked: Label;
    verbs: Verb[];
    delegatedBy?: { postId: string; title: string; name: string } | null;
  };
  also: {
    canWithdraw?: { stepId: string } | null;
    canUrge?: { stepId: string }[] | null;
    canRemove?: { stepId: string }[] | null;
  };
  timeline: TimelineEntry[];
  sheet: Sheet;
  deliveries: Delivery[];
  sealing?: {
    state: 'requested' | 'sealed' | 'failed';
    at: string;
    message?: string | null;
    /** Sealed, and a trusted time-stamp is still to come. */
    awaitsTime?: true;
  } | null;
};

/** What is sent with a verb. */
export type ActBody = {
  key: string;
  expected: number;
  opinion?: string;
  reason?: string;
  ink?: Ink;
  postId?: string;
  postIds?: string[];
  handlers?: string[];
  lead?: string;
  readers?: string[];
  receivers?: { organId: string; role: '主送' | '抄送' }[];
  deadline?: string;
  result?: string;
  copies?: number;
  mark?: 'slip' | 'substantive';
  versionId?: string;
  /** Of the person, over this act. */
  signature?: JsonOf<NonNullable<paths['/api/v1/matters/{id}/steps/{stepId}/{verb}']['post']>>['signature'];
  /** Chosen: not signed this time. */
  unsigned?: true;
};

/** What a verb answers. */
export type ActAnswer = {
  acts: { id: string; kind: string }[];
  open: { stepId: string; node: string; holder: unknown }[];
  matter: { state: 'open' | 'closed'; revision: number };
};

/** A draft as the server keeps it. */
export type Draft = {
  matterId: string;
  revision: number;
  kind: Kind;
  form: Form;
  fields: DraftFields;
  body: Block[];
  attachments: Attached[];
  savedAt: string;
  findings?: Finding[];
};

/** A file that goes with a draft. */
export type Attached = { id: string; name: string; format: string; size: number };

/** An uploaded file, read and checked. */
export type Upload = {
  id: string;
  name: string;
  format: 'docx' | 'pdf' | 'ofd' | 'image' | 'other';
  size: number;
  sha256: string;
  text?: { title?: string; blocks: Block[]; pages?: number } | null;
  report?: Report | null;
};

/** The engine's pages for a draft. */
export type Preview = {
  pages: string[];
  fonts: FontUse[];
  count: number;
  characters: number;
  findings?: Finding[];
};

/** A ledger's head. */
export type LedgerHead = { id: string; name: string; columns: string[]; rows: number };

/** A person as the administrators see them. */
export type AdminPerson = {
  id: string;
  name: string;
  login: string;
  suspended: boolean;
  /** Too many wrong passwords: opens again by itself after a while. */
  locked: boolean;
  factors: ('totp' | 'passkey')[];
  posts: { id: string; title: string; role: string; from: string; to: string | null }[];
};

/** A recorded delegation. */
export type Delegation = {
  id: string;
  fromPostId: string;
  fromPostTitle: string;
  fromPersonName: string | null;
  toPersonId: string;
  toPersonName: string;
  scope: string;
  from: string;
  to: string;
};

/** One line of the audit list: that something happened, never its content. */
export type AuditLine = {
  id: string;
  kind: string;
  label: Label;
  at: string;
  actor: { name: string; post: string };
  logIndex: number | null;
};

/** Which font plays each role. */
export type Fonts = AnswerOf<NonNullable<paths['/api/v1/fonts']['get']>>;
/** Certificates of the organ, requests that wait, and what ends soon. */
export type Authority = AnswerOf<NonNullable<paths['/api/v1/authority']['get']>>;
/** Whom an imported certificate was issued to. */
export type BroughtCertificate = AnswerOf<
  NonNullable<paths['/api/v1/authority/requests/{id}/certificate']['post']>
>;
/** The same after a font was added, with what it took the place of. */
export type FontAdded = AnswerOf<NonNullable<paths['/api/v1/fonts']['post']>>;
