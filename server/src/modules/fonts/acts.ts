import { z } from 'zod';
import { declareAct } from '../../platform/events/index.ts';

const file = z.object({ file: z.string(), sha256: z.string() });

/** A font of the office was added, in the place of those listed in `replaced`. */
export const fontAdded = declareAct({
  kind: 'fonts.font-added',
  version: 1,
  schema: file.extend({
    name: z.string(),
    size: z.int(),
    roles: z.array(z.string()),
    replaced: z.array(file),
  }),
  label: { zh: '放入字体', en: 'Font added' },
});

/** A font of the office was taken away; the stand-in is in use again. */
export const fontRemoved = declareAct({
  kind: 'fonts.font-removed',
  version: 1,
  schema: file.extend({ roles: z.array(z.string()) }),
  label: { zh: '移除字体', en: 'Font removed' },
});
