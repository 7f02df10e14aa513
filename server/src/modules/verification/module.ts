import './errors.ts';
import type { Module, Node } from '../../platform/node/index.ts';
import { documentPorts } from '../documents/index.ts';
import { sealingService } from '../sealing/index.ts';
import { Checker } from './checker.ts';
import { verificationRoutes } from './routes.ts';

const checkers = new WeakMap<Node, Checker>();

/** Verification for anybody: the page, the printed code, the interface. It keeps nothing. */
export const verificationModule: Module = {
  name: 'verification',
  floor: 3,
  routes(app, node) {
    const checker = new Checker();
    checkers.set(node, checker);
    verificationRoutes(app, node, checker);
  },
  async start(node) {
    // Files that come in are judged by the same list as on the public page; its authorities do not change while we run.
    const trust = await node.services.get(sealingService).trustList();
    node.services.get(documentPorts).trust = () => trust;
  },
  async stop(node) {
    await checkers.get(node)?.stop();
  },
};
