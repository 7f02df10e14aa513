import type { ActBody, Ink, Need, Verb } from '../api/index.ts';
import type { Words } from '../words/index.ts';

/** What a person has filled in for a verb, before it is sent. */
export type Filled = {
  opinion: string;
  reason: string;
  result: string;
  postId: string;
  postIds: string[];
  handlers: string[];
  lead: string;
  readers: string[];
  receivers: { organId: string; role: '主送' | '抄送' }[];
  deadline: string;
  copies: string;
  mark: '' | 'slip' | 'substantive';
};

/** Nothing filled in. */
export const EMPTY: Filled = {
  opinion: '',
  reason: '',
  result: '',
  postId: '',
  postIds: [],
  handlers: [],
  lead: '',
  readers: [],
  receivers: [],
  deadline: '',
  copies: '',
  mark: '',
};

/** Everything a verb may take, what must be given first. */
export function inputsOf(verb: Verb): Need[] {
  return [...new Set([...verb.needs, ...(verb.may ?? [])])];
}

/** Faults by input, in words that say what to do; empty when it can be sent. */
export function faultsOf(
  verb: Verb,
  filled: Filled,
  ink: Ink | null,
  words: Words,
): Partial<Record<Need, string>> {
  const faults: Partial<Record<Need, string>> = {};
  const written = ink !== null && ink.strokes.length > 0;
  const missing: Record<Need, boolean> = {
    opinion: filled.opinion.trim() === '' && !(written && inputsOf(verb).includes('ink')),
    reason: filled.reason.trim() === '',
    result: filled.result.trim() === '',
    ink: !written,
    receivers: filled.receivers.length === 0,
    post: filled.postId === '',
    posts: filled.postIds.length === 0,
    handlers: filled.handlers.length === 0,
    readers: filled.readers.length === 0,
    deadline: filled.deadline === '',
    copies: !(Number(filled.copies) >= 1),
    mark: filled.mark === '',
  };
  const says: Record<Need, string> = {
    opinion: words.act.needOpinion,
    reason: words.act.needReason,
    result: words.act.needResult,
    ink: words.act.needInk,
    receivers: words.act.needReceivers,
    post: words.act.needPost,
    posts: words.act.needPosts,
    handlers: words.act.needPosts,
    readers: words.act.needPosts,
    deadline: words.act.needDeadline,
    copies: words.act.needCopies,
    mark: words.act.needMark,
  };
  for (const need of verb.needs) {
    if (missing[need]) {
      faults[need] = says[need];
    }
  }
  // A verb that hands on to handlers or readers needs at least one of either kind.
  const may = verb.may ?? [];
  if (may.includes('handlers') && may.includes('readers') && missing.handlers && missing.readers) {
    faults.handlers = words.act.needHandlersOrReaders;
  }
  return faults;
}

/** The body to send: only what this verb takes and what was given. */
export function bodyOf(verb: Verb, filled: Filled, ink: Ink | null, key: string): Omit<ActBody, 'expected'> {
  const takes = new Set(inputsOf(verb));
  const body: Omit<ActBody, 'expected'> = { key };
  for (const name of ['opinion', 'reason', 'result'] as const) {
    const text = filled[name].trim();
    if (takes.has(name) && text !== '') {
      body[name] = text;
    }
  }
  if (takes.has('ink') && ink !== null && ink.strokes.length > 0) {
    body.ink = ink;
  }
  if (takes.has('post') && filled.postId !== '') {
    body.postId = filled.postId;
  }
  if (takes.has('posts') && filled.postIds.length > 0) {
    body.postIds = filled.postIds;
  }
  if (takes.has('handlers') && filled.handlers.length > 0) {
    body.handlers = filled.handlers;
    body.lead = filled.handlers.includes(filled.lead) ? filled.lead : (filled.handlers[0] ?? '');
  }
  if (takes.has('readers') && filled.readers.length > 0) {
    body.readers = filled.readers;
  }
  if (takes.has('receivers') && filled.receivers.length > 0) {
    body.receivers = filled.receivers;
  }
  if (takes.has('deadline') && filled.deadline !== '') {
    body.deadline = filled.deadline;
  }
  if (takes.has('copies') && Number(filled.copies) >= 1) {
    body.copies = Number(filled.copies);
  }
  if (takes.has('mark') && filled.mark !== '') {
    body.mark = filled.mark;
  }
  return body;
}
