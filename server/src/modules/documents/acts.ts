/** The kinds of act of documents. */

import { z } from 'zod';
import { declareAct } from '../../platform/events/index.ts';
import { actBody } from '../workflow/index.ts';

const digests = z.object({ sha256: z.string(), sm3: z.string() });
const change = z.object({ partId: z.string(), kind: z.string(), mark: z.string() });
const onVersion = actBody.extend({ versionId: z.string(), versionNo: z.int(), root: digests });

function act<T extends z.ZodType>(verb: string, zh: string, en: string, schema: T) {
  return declareAct({ kind: `documents.${verb}`, version: 1, schema, label: { zh, en } });
}

/** Acts of documents by name. */
export const documentActs = {
  drafted: act('drafted', '起草', 'Drafted', actBody.extend({ documentKind: z.string(), form: z.string() })),
  submitted: act('submitted', '送审', 'Submitted', onVersion.extend({ changed: z.array(change) })),
  discarded: act('discarded', '作废', 'Discarded', actBody),
  reviewed: act('reviewed', '审核通过', 'Reviewed', onVersion),
  returned: act('returned', '退回', 'Returned', onVersion),
  countersigned: act('countersigned', '会签', 'Countersigned', onVersion.extend({ agrees: z.boolean() })),
  approved: act(
    'approved',
    '签发',
    'Approved',
    onVersion.extend({ selector: z.record(z.string(), z.unknown()), covered: digests, signedOn: z.string() }),
  ),
  corrected: act(
    'corrected',
    '订正',
    'Corrected',
    onVersion.extend({ parentId: z.string(), changed: z.array(change) }),
  ),
  rechecked: act('rechecked', '复核通过', 'Rechecked', onVersion.extend({ signOff: z.string() })),
  registered: act(
    'registered',
    '登记',
    'Registered',
    onVersion.extend({
      number: z.string(),
      copies: z.int().optional(),
      receivers: z.array(z.object({ organId: z.string(), name: z.string(), role: z.string() })),
      printedOn: z.string(),
    }),
  ),
  rendered: act(
    'rendered',
    '成文',
    'Rendered',
    z.object({ versionId: z.string(), files: z.array(digests.extend({ format: z.string() })) }),
  ),
  /** Holds where and what format, never anything of the content. */
  secretRefused: act(
    'secret-refused',
    '拒收涉密内容',
    'Secret content refused',
    z.object({ where: z.enum(['upload', 'draft', 'incoming', 'act']), format: z.string() }),
  ),
} as const;
