import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { trustListJson } from '@yiwen/trust/certificates';
import { z } from 'zod';
import { errorAnswer, OfficeError } from '../../platform/errors/index.ts';
import { type FilePart, type RouteRegistrar, reply } from '../../platform/http/index.ts';
import type { Node } from '../../platform/node/index.ts';
import { authorityService } from '../authority/index.ts';
import type { Checker } from './checker.ts';
import { findRegistered } from './find-registered.ts';
import { offlineVerifier, verifyLists } from './offline-page.ts';
import { askPage, codePage } from './page.ts';
import { registered } from './registered.ts';
import type { Language } from './words.ts';

const languageQuery = z.object({ lang: z.enum(['zh', 'en']).default('zh') });
const fileLimitBytes = 64 * 1024 * 1024;
const perMinute = 30;
/** What costs a look into the database: a whole counter may stand behind one address. */
const questionsPerMinute = 120;

/** 20 digits, however they were typed. */
const code = z
  .string()
  .max(40)
  .transform((text) => text.replace(/[\s-]/g, ''))
  .pipe(z.string().regex(/^\d{20}$/));

/** The pages run a reader of codes (WebAssembly) and show camera and files; everything comes from this node. */
const pagePolicy = [
  "default-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "media-src 'self' blob: mediastream:",
  "worker-src 'self' blob:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

const words = z.object({ zh: z.string(), en: z.string() });
const finding = z.object({
  code: z.string(),
  severity: z.enum(['info', 'warning', 'error']),
  place: z.string().optional(),
  message: z.string(),
  evidence: z.string().optional(),
});
const verdict = z.enum([
  'valid',
  'valid-superseded',
  'valid-withdrawn',
  'intact-untrusted',
  'intact-time-unproven',
  'partly-covered',
  'changed-after-signing',
  'tampered',
  'certificate-bad',
  'unsigned',
  'damaged',
  'refused',
]);
const answer = z.enum(['good', 'doubtful', 'bad', 'none']);
const signature = z.object({
  kind: z.enum(['seal', 'signature', 'time-stamp']),
  verdict,
  answers: z.object({
    integrity: answer,
    seal: answer,
    signer: answer,
    trust: answer,
    time: answer,
    coverage: answer,
  }),
  signer: z.string(),
  sealName: z.string().optional(),
  time: z.string().optional(),
  timeSource: z.enum(['claimed', 'timestamp']),
  intact: z.boolean(),
  trust: z.enum(['trusted', 'untrusted', 'bad']),
  covers: z.enum(['all', 'part']),
  covered: z.array(z.string()),
  uncovered: z.array(z.string()),
  findings: z.array(finding),
  certificate: z
    .object({
      subject: z.string(),
      issuer: z.string(),
      serial: z.string(),
      notBefore: z.string(),
      notAfter: z.string(),
      fingerprint: z.string(),
    })
    .optional(),
  pages: z.array(z.int()).optional(),
  signedLength: z.int().optional(),
  timeStamps: z
    .array(
      z.object({
        over: z.enum(['signature', 'document']),
        time: z.string(),
        maker: z.string(),
        trusted: z.boolean(),
        makerUntil: z.string().optional(),
      }),
    )
    .optional(),
});
const report = z.object({
  verdict,
  sentence: words,
  format: z.enum(['ofd', 'pdf', 'asice', 'other']),
  status: z.enum(['valid', 'superseded', 'withdrawn', 'unknown']),
  signatures: z.array(signature),
  findings: z.array(finding),
  doesNotProve: z.array(words),
  demo: z.boolean(),
  metadata: z.record(z.string(), z.string()).optional(),
});

function asset(name: string): { bytes: Uint8Array; etag: string } {
  const bytes = new Uint8Array(readFileSync(new URL(`./assets/${name}`, import.meta.url)));
  return { bytes, etag: `"${createHash('sha256').update(bytes).digest('hex').slice(0, 16)}"` };
}

function page(text: string, status = 200) {
  return reply(text, {
    type: 'text/html; charset=utf-8',
    status,
    headers: { 'cache-control': 'no-store', 'content-security-policy': pagePolicy },
  });
}

/** Registers the public routes. */
export function verificationRoutes(app: RouteRegistrar, node: Node, checker: Checker): void {
  async function check(files: readonly FilePart[], now: Date) {
    const [file] = files;
    if (file === undefined || file.bytes.length === 0) {
      throw new OfficeError('verification.no-file');
    }
    const sha256 = createHash('sha256').update(file.bytes).digest('hex');
    const authority = node.services.get(authorityService);
    const trust = trustListJson(await authority.trust());
    const found = await findRegistered(node, { sha256 });
    const checked = await checker.check({
      bytes: file.bytes,
      trust,
      revocation: await authority.revocation(),
      now: now.getTime(),
      fileName: file.name,
      // Only what is in the log is spoken of; a file the register does not know stays `unknown`.
      status: found === null ? 'unknown' : found.newer === null ? 'valid' : 'superseded',
    });
    return { report: checked, registered: found };
  }

  async function byCode(wanted: string) {
    const found = await findRegistered(node, { code: wanted });
    if (found === null) {
      throw new OfficeError('verification.code-unknown');
    }
    return found;
  }

  /** A refusal shown on the page itself, with the forms still there. */
  async function orAsk(language: Language, make: () => Promise<string>) {
    try {
      return page(await make());
    } catch (error) {
      if (!(error instanceof OfficeError)) {
        throw error;
      }
      const { message, remedy } = errorAnswer(error).error;
      return page(askPage(language, `${message[language]} ${remedy?.[language] ?? ''}`), error.status);
    }
  }

  const style = asset('page.css');
  app.route({
    method: 'GET',
    url: '/verify/page.css',
    policy: { kind: 'public' },
    summary: 'Style of the verification page',
    produces: 'text/css',
    handler: async () =>
      reply(style.bytes, {
        type: 'text/css; charset=utf-8',
        headers: { etag: style.etag, 'cache-control': 'max-age=300' },
      }),
  });
  app.route({
    method: 'GET',
    url: '/verify/lists.json',
    policy: { kind: 'public' },
    summary: 'What the verification page checks with: trust list and dated keys of printed codes',
    perMinute: questionsPerMinute,
    response: z.object({
      at: z.string(),
      origin: z.string(),
      trust: z.string(),
      paperKeys: z.string(),
      revocation: z.object({ crls: z.array(z.string()), ocsps: z.array(z.string()) }),
    }),
    handler: async () => {
      const { revocation, ...lists } = await verifyLists(node);
      return { ...lists, revocation: { crls: [...revocation.crls], ocsps: [...revocation.ocsps] } };
    },
  });
  app.route({
    method: 'GET',
    url: '/verify/offline.html',
    policy: { kind: 'public' },
    summary: "The verification page as one file that needs no network, with this node's lists in it",
    perMinute,
    produces: 'text/html',
    handler: async () =>
      reply(await offlineVerifier(node), {
        type: 'text/html; charset=utf-8',
        fileName: 'yiwen-verify.html',
        headers: { 'cache-control': 'no-store' },
      }),
  });
  app.route({
    method: 'GET',
    url: '/verify',
    policy: { kind: 'public' },
    summary: 'The verification page for anybody',
    query: languageQuery,
    produces: 'text/html',
    handler: async ({ query }) => page(askPage(query.lang)),
  });
  app.route({
    method: 'GET',
    url: '/verify/code',
    policy: { kind: 'public' },
    summary: 'Look up a printed code and answer with a page',
    query: languageQuery.extend({ code: z.string().max(40) }),
    perMinute,
    produces: 'text/html',
    handler: ({ query }) =>
      orAsk(query.lang, async () => codePage(query.lang, await byCode(parsedCode(query.code)), node.demo())),
  });
  app.route({
    method: 'GET',
    url: '/v/:code',
    policy: { kind: 'public' },
    summary: 'The address in the QR code of a document',
    params: z.object({ code: z.string().max(40) }),
    query: languageQuery,
    perMinute,
    produces: 'text/html',
    handler: ({ params, query }) =>
      orAsk(query.lang, async () => codePage(query.lang, await byCode(parsedCode(params.code)), node.demo())),
  });
  app.route({
    method: 'POST',
    url: '/api/v1/verify',
    policy: { kind: 'public' },
    summary: 'Check a file',
    multipart: true,
    withoutCsrf: true,
    bodyLimitBytes: fileLimitBytes,
    perMinute,
    response: z.object({ report, registered: registered.nullable() }),
    handler: ({ files }, ctx) => check(files, ctx.now()),
  });
  app.route({
    method: 'GET',
    url: '/api/v1/fingerprints/:sha256',
    policy: { kind: 'public' },
    summary: 'What is registered about a file, asked by its SHA-256; the file itself stays where it is',
    params: z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
    perMinute: questionsPerMinute,
    response: z.object({ registered: registered.nullable() }),
    handler: async ({ params }) => ({
      registered: await findRegistered(node, { sha256: params.sha256 }),
    }),
  });
  app.route({
    method: 'GET',
    url: '/api/v1/codes/:code',
    policy: { kind: 'public' },
    summary: 'What is registered under a printed code',
    params: z.object({ code }),
    perMinute: questionsPerMinute,
    response: registered,
    handler: ({ params }) => byCode(params.code),
  });
}

/** A code as typed; one that cannot be a code is simply unknown. */
function parsedCode(text: string): string {
  const parsed = code.safeParse(text);
  if (!parsed.success) {
    throw new OfficeError('verification.code-unknown');
  }
  return parsed.data;
}
