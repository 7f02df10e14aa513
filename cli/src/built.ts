/** Where the built command begins: the same verbs, with compiled code kept between calls. */
import * as module from 'node:module';
import { argv } from 'node:process';

// Only newer Nodes can keep compiled code; older ones run without.
module.enableCompileCache?.();
const { main } = await import('./main.ts');
process.exitCode = await main(argv.slice(2));
