/** What the API shows of seals, their rules, lives and uses. */
import { expiryWarnings } from '@yiwen/trust/certificates';
import { z } from 'zod';
import { type Role, roles } from '../permissions/index.ts';
import { responsible, type SealAct, sealStates, sealVerbs, stateAfter, transitions } from './life-cycle.ts';
import { type LifeRow, type Registered, sealKinds, sealShapes } from './register.ts';
import { type SealRule, sealRule } from './rule.ts';
import { nameOfSeal } from './seal-life.ts';
import type { SealRow } from './store.ts';
import { approval, documentToSeal, fileToSeal, place, sealedFormat, useLine, who } from './use.ts';
import type { ApplicationRow, UseRow } from './use-store.ts';

/** One seal of a list. */
export const sealView = z.object({
  id: z.uuid(),
  kind: z.enum(sealKinds),
  name: z.string(),
  shape: z.enum(sealShapes),
  /** Of a 业务专用章. */
  purpose: z.string().optional(),
  state: z.enum(sealStates),
  /** Who must act next, or keeps the record. */
  waitsFor: z.array(z.enum(roles)),
  /** What the reader can do with it now. */
  mine: z.array(z.enum(sealVerbs)),
  usable: z.boolean(),
  esId: z.string().optional(),
  widthMm: z.int().optional(),
  heightMm: z.int().optional(),
  validFrom: z.string().optional(),
  validTo: z.string().optional(),
  pictureHref: z.string().optional(),
  /** 60, 30, 7 days before its end, 0 after it. */
  expiry: z.object({ stage: z.int(), daysLeft: z.int() }).optional(),
  ownerId: z.uuid().optional(),
  replaces: z.uuid().optional(),
  replacedBy: z.uuid().optional(),
  stateAt: z.string(),
});

/** One seal with everything about it. */
export const sealPage = sealView.extend({
  reason: z.string(),
  filing: z.object({ authority: z.string(), number: z.string(), day: z.string() }).optional(),
  ruleNo: z.int(),
  rule: sealRule,
  certificate: z
    .object({
      subject: z.string(),
      issuer: z.string(),
      serial: z.string(),
      notBefore: z.string(),
      notAfter: z.string(),
    })
    .optional(),
  life: z.array(
    z.object({
      verb: z.enum(sealVerbs),
      state: z.enum(sealStates),
      at: z.string(),
      by: z.object({ name: z.string(), post: z.string() }),
      note: z.string().optional(),
      actId: z.uuid(),
    }),
  ),
  uses: z.int(),
  /** Whether the reader may open the register of uses. */
  readsUses: z.boolean(),
});

/** A line of the 用印登记簿. */
export const useView = useLine.extend({
  at: z.string(),
  ruleNo: z.int(),
  actId: z.uuid(),
  applicationId: z.uuid().optional(),
});

/** An application in a list. */
export const applicationView = z.object({
  id: z.uuid(),
  sealId: z.uuid(),
  sealName: z.string(),
  what: z.string(),
  purpose: z.string(),
  copies: z.int(),
  applicant: who,
  appliedAt: z.string(),
  state: z.enum(['waiting', 'approved', 'sealing', 'sealed', 'used', 'failed', 'ended']),
  approval: approval.optional(),
  file: fileToSeal.optional(),
  document: documentToSeal.optional(),
  place: place.optional(),
  failure: z.string().optional(),
  sealed: z
    .object({
      name: z.string(),
      format: sealedFormat,
      size: z.int(),
      sha256: z.string(),
      verdict: z.string(),
      sentence: z.object({ zh: z.string(), en: z.string() }),
      href: z.string(),
    })
    .optional(),
  originalHref: z.string().optional(),
});

const personVerbs: readonly SealAct[] = [
  'approve',
  'reject',
  'make',
  'file',
  'suspend',
  'resume',
  'revoke',
  'destroy',
];

/** What a reader in these roles can do with a seal in this state. */
export function verbsFor(entry: Registered, roleNames: readonly string[]): SealAct[] {
  return personVerbs.filter(
    (verb) =>
      stateAfter(entry.state, verb) !== undefined &&
      transitions[verb].roles.some((role) => roleNames.includes(role)),
  );
}

/** Who looks: when, in which roles, and which roles somebody holds in the organ at all. */
export type SealReader = { now: Date; roles: readonly string[]; held: ReadonlySet<string> };

/** The roles that have it in hand, without those nobody here has; all of them where nobody has any. */
function waitsFor(entry: Registered, held: ReadonlySet<string>): Role[] {
  const present = responsible[entry.state].filter((role) => held.has(role));
  return present.length > 0 ? present : [...responsible[entry.state]];
}

/** One seal as a list shows it. */
export function viewOfSeal(
  entry: Registered,
  made: SealRow | undefined,
  reader: SealReader,
  all: readonly Registered[],
): z.input<typeof sealView> {
  const replacedBy = all.find((one) => one.replaces === entry.id && one.state !== 'rejected');
  const [warning] =
    made === undefined || entry.state === 'destroyed' || entry.state === 'revoked'
      ? []
      : expiryWarnings([{ title: made.name, notAfter: made.valid_to.getTime() }], reader.now.getTime());
  return {
    id: entry.id,
    kind: entry.kind,
    name: made?.name ?? nameOfSeal(entry),
    shape: entry.shape,
    state: entry.state,
    waitsFor: waitsFor(entry, reader.held),
    mine: verbsFor(entry, reader.roles),
    usable:
      made !== undefined &&
      entry.state === 'in-use' &&
      made.wrapped !== null &&
      made.valid_from <= reader.now &&
      made.valid_to > reader.now,
    stateAt: entry.state_at.toISOString(),
    ...(made === undefined
      ? {}
      : {
          esId: made.es_id,
          widthMm: made.diameter_mm,
          heightMm: made.height_mm ?? made.diameter_mm,
          validFrom: made.valid_from.toISOString(),
          validTo: made.valid_to.toISOString(),
          pictureHref: `/api/v1/seals/${entry.id}/picture`,
        }),
    ...(warning === undefined ? {} : { expiry: { stage: warning.stage, daysLeft: warning.daysLeft } }),
    ...(entry.purpose === null ? {} : { purpose: entry.purpose }),
    ...(entry.person_id === null ? {} : { ownerId: entry.person_id }),
    ...(entry.replaces === null ? {} : { replaces: entry.replaces }),
    ...(replacedBy === undefined ? {} : { replacedBy: replacedBy.id }),
  };
}

/** The rest of a seal's page. */
export function pageOfSeal(
  view: z.input<typeof sealView>,
  entry: Registered,
  more: {
    rule: SealRule;
    life: readonly LifeRow[];
    uses: number;
    readsUses: boolean;
    certificate?: z.input<typeof sealPage>['certificate'];
  },
): z.input<typeof sealPage> {
  return {
    ...view,
    reason: entry.reason,
    ruleNo: entry.rule_no,
    rule: more.rule,
    life: more.life.map((one) => ({
      verb: one.verb,
      state: one.state,
      at: one.at.toISOString(),
      by: { name: one.by_name, post: one.by_post },
      actId: one.act_id,
      ...(one.note === null ? {} : { note: one.note }),
    })),
    uses: more.uses,
    readsUses: more.readsUses,
    ...(entry.filing === null ? {} : { filing: entry.filing }),
    ...(more.certificate === undefined ? {} : { certificate: more.certificate }),
  };
}

/** A line of the register of uses. */
export function viewOfUse(row: UseRow): z.input<typeof useView> {
  return {
    ...row.line,
    at: row.at.toISOString(),
    ruleNo: row.rule_no,
    actId: row.act_id,
    ...(row.application_id === null ? {} : { applicationId: row.application_id }),
  };
}

function stateOf(row: ApplicationRow): z.input<typeof applicationView>['state'] {
  if (row.ended_at !== null) {
    return row.sealed !== null ? 'sealed' : row.document !== null && row.approval !== null ? 'used' : 'ended';
  }
  if (row.failure !== null) {
    return 'failed';
  }
  return row.seal_time !== null ? 'sealing' : row.approval !== null ? 'approved' : 'waiting';
}

/** An application as lists and its page show it. */
export function viewOfApplication(row: ApplicationRow, sealName: string): z.input<typeof applicationView> {
  return {
    id: row.id,
    sealId: row.seal_id,
    sealName,
    what: row.file?.name ?? row.document?.title ?? '',
    purpose: row.purpose,
    copies: row.copies,
    applicant: row.applicant,
    appliedAt: row.applied_at.toISOString(),
    state: stateOf(row),
    ...(row.approval === null ? {} : { approval: row.approval }),
    ...(row.file === null ? {} : { file: row.file, originalHref: `/api/v1/seal-uses/${row.id}/original` }),
    ...(row.document === null ? {} : { document: row.document }),
    ...(row.place === null ? {} : { place: row.place }),
    ...(row.failure === null ? {} : { failure: row.failure }),
    ...(row.sealed === null
      ? {}
      : {
          sealed: {
            name: row.sealed.name,
            format: row.sealed.format,
            size: row.sealed.size,
            sha256: row.sealed.sha256,
            verdict: row.sealed.verdict,
            sentence: row.sealed.sentence,
            href: `/api/v1/seal-uses/${row.id}/sealed`,
          },
        }),
  };
}
