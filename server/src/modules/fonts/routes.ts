import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { FONT_ROLES, rolesOfFileName, searchedFolders, stopEngines } from '@yiwen/typesetter';
import { z } from 'zod';
import { OfficeError } from '../../platform/errors/index.ts';
import { recordAct } from '../../platform/events/index.ts';
import type { RouteRegistrar } from '../../platform/http/index.ts';
import type { Node } from '../../platform/node/index.ts';
import { readIfThere, replaceFile } from '../../platform/storage/index.ts';
import { fontAdded, fontRemoved } from './acts.ts';
import { checkFont, MAX_FONT_BYTES } from './check-font.ts';
import { type Description, describe } from './describe.ts';
import { fontFilesIn, fontFolderOf, officeFonts } from './office-fonts.ts';

const roleName = z.enum(FONT_ROLES);
const fontsView = z.object({
  roles: z.array(
    z.object({
      role: roleName,
      /** The font's own name. */
      name: z.string(),
      file: z.string(),
      sha256: z.string(),
      standIn: z.boolean(),
      /** Whether it stands in the office's folder, from where it can be removed. */
      own: z.boolean(),
    }),
  ),
  problems: z.array(z.object({ file: z.string(), message: z.string() })),
});
const partRoom = 64 * 1024;

async function sha256Of(bytes: Uint8Array): Promise<string> {
  return Buffer.from(await crypto.subtle.digest('SHA-256', new Uint8Array(bytes))).toString('hex');
}

/** Registers the routes of the office's fonts. */
export function fontRoutes(app: RouteRegistrar, node: Node): void {
  const known = new Map<string, { mark: string; described: Promise<Description> }>();
  let lastChange: Promise<unknown> = Promise.resolve();

  function described(organId: string): Promise<Description> {
    const { fontFolders, mark } = officeFonts(node, organId);
    const found = known.get(organId);
    if (found?.mark === mark) {
      return found.described;
    }
    const made = describe(searchedFolders(fontFolders));
    known.set(organId, { mark, described: made });
    made.catch(() => known.delete(organId));
    return made;
  }

  async function view(organId: string): Promise<z.input<typeof fontsView>> {
    const { roles, problems } = await described(organId);
    const own = fontFilesIn(fontFolderOf(node, organId));
    return { roles: roles.map((one) => ({ ...one, own: own.includes(one.file) })), problems };
  }

  /** Changes of the folder come one after the other. */
  function inTurn<T>(change: () => Promise<T>): Promise<T> {
    const turn = lastChange.then(change, change);
    lastChange = turn.catch(() => undefined);
    return turn;
  }

  app.route({
    method: 'GET',
    url: '/api/v1/fonts',
    policy: { kind: 'may', action: 'fonts.read' },
    summary: 'Which font plays each role of GB/T 9704, and font files that cannot be used',
    response: fontsView,
    handler: async (_input, ctx) => await view(ctx.organId),
  });

  app.route({
    method: 'POST',
    url: '/api/v1/fonts',
    policy: { kind: 'may', action: 'fonts.change' },
    summary:
      'Add a font of the office (one TTF or OTF file; field `role` says what for); the next pages use it',
    multipart: true,
    bodyLimitBytes: MAX_FONT_BYTES + partRoom,
    perMinute: 20,
    response: fontsView.extend({
      added: z.object({ file: z.string(), name: z.string(), roles: z.array(roleName) }),
      replaced: z.array(z.object({ file: z.string(), name: z.string(), standIn: z.boolean() })),
    }),
    handler: async ({ files, fields }, ctx) => {
      const [upload] = files;
      const role = roleName.optional().safeParse(fields.role || undefined);
      if (upload === undefined || !role.success) {
        throw new OfficeError('http.invalid-input', { place: upload === undefined ? 'file' : 'role' });
      }
      const folder = fontFolderOf(node, ctx.organId);
      return await inTurn(async () => {
        const checked = await checkFont(upload, role.data);
        const before = (await described(ctx.organId)).roles.filter((one) => checked.roles.includes(one.role));
        // A role has one font of the office; a file of several roles goes when all of them have a new one.
        const gone = fontFilesIn(folder).filter(
          (file) =>
            file !== checked.file && rolesOfFileName(file).every((one) => checked.roles.includes(one)),
        );
        const replaced: { file: string; sha256: string }[] = [];
        for (const file of gone) {
          replaced.push({
            file,
            sha256: await sha256Of((await readIfThere(join(folder, file))) ?? new Uint8Array()),
          });
        }
        await node.db.asOrgan(ctx, async (tx) => {
          await recordAct(tx, {
            kind: fontAdded.kind,
            organId: ctx.organId,
            actor: ctx.actor,
            at: ctx.now(),
            body: {
              file: checked.file,
              name: checked.name,
              sha256: checked.sha256,
              size: upload.bytes.length,
              roles: [...checked.roles],
              replaced,
            },
          });
          // Inside the transaction: a folder that cannot be written leaves no act behind.
          await replaceFile(join(folder, checked.file), upload.bytes);
          for (const file of gone) {
            await rm(join(folder, file), { force: true });
          }
        });
        stopEngines();
        const seen = new Set<string>();
        return {
          ...(await view(ctx.organId)),
          added: { file: checked.file, name: checked.name, roles: [...checked.roles] },
          replaced: before.flatMap(({ file, name, standIn, sha256 }) => {
            const isNew = sha256 !== checked.sha256 && !seen.has(sha256);
            seen.add(sha256);
            return isNew ? [{ file, name, standIn }] : [];
          }),
        };
      });
    },
  });

  app.route({
    method: 'DELETE',
    url: '/api/v1/fonts/:file',
    policy: { kind: 'may', action: 'fonts.change' },
    summary: 'Remove a font of the office; the stand-in is in use again',
    params: z.object({ file: z.string().max(120) }),
    response: fontsView,
    handler: async ({ params }, ctx) =>
      await inTurn(async () => {
        const folder = fontFolderOf(node, ctx.organId);
        // Only a name that is in the folder's own list is ever joined to its path.
        const file = fontFilesIn(folder).find((name) => name === params.file);
        const bytes = file === undefined ? undefined : await readIfThere(join(folder, file));
        if (file === undefined || bytes === undefined) {
          throw new OfficeError('fonts.not-found');
        }
        await node.db.asOrgan(ctx, async (tx) => {
          await recordAct(tx, {
            kind: fontRemoved.kind,
            organId: ctx.organId,
            actor: ctx.actor,
            at: ctx.now(),
            body: { file, sha256: await sha256Of(bytes), roles: [...rolesOfFileName(file)] },
          });
          await rm(join(folder, file), { force: true });
        });
        stopEngines();
        return await view(ctx.organId);
      }),
  });
}
