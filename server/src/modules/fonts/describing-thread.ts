/** Thread that loads the fonts of some folders and says which file plays each role; the files may come from outside. */
import { parentPort, workerData } from 'node:worker_threads';
import { describeFonts } from '@yiwen/typesetter';

parentPort!.postMessage(describeFonts(workerData as string[]));
