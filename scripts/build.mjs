// `npm run build`: what others install. formats/dist is the published package (plain ES modules with types, one file for
// each of ours, so that a bundler takes only what is used); cli/dist is the command in one folder, started as
// `node cli/dist/yiwen.js`. Nothing here is needed to run the node from the checkout.
import { ensureInstalled, say } from './prepare.mjs';

ensureInstalled();
const { buildFormats, buildCommand } = await import('./build-packages.mjs');
for (const [name, build] of [
  ['formats/dist', buildFormats],
  ['cli/dist', buildCommand],
]) {
  const since = Date.now();
  await build();
  say(`${name} (${((Date.now() - since) / 1000).toFixed(1)} s)`);
}
