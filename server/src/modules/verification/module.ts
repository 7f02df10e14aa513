import './errors.ts';
import type { Module, Node } from '../../platform/node/index.ts';
import { authorityService } from '../authority/index.ts';
import { documentPorts } from '../documents/index.ts';
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
    // Files that come in are judged by the same lists as on the public page.
    const authority = node.services.get(authorityService);
    node.services.get(documentPorts).believed = async () => ({
      trust: await authority.trust(),
      revocation: await authority.revocation(),
    });
  },
  async stop(node) {
    await checkers.get(node)?.stop();
  },
};
