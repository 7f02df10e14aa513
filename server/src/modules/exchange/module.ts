import './errors.ts';
import type { Module, Node } from '../../platform/node/index.ts';
import {
  incomingClosed,
  incomingRegistered,
  incomingReturned,
  incomingSignedFor,
} from '../circulation/index.ts';
import { Checker } from '../verification/index.ts';
import { workflowRegistry } from '../workflow/index.ts';
import { acceptEnvelope } from './accept.ts';
import { deliverySection } from './delivery-section.ts';
import { type DeliverJob, deliver, deliverQueue, dispatchEnvelope } from './dispatch.ts';
import { type AnswerJob, acceptReceipt, answerQueue, answerSender, tellSender } from './receipts.ts';
import { type DispatchJob, dispatchQueue, release } from './release.ts';
import { transport } from './transport.ts';

const checkers = new WeakMap<Node, Checker>();

/** Retries of jobs that talk to another organ: half a minute apart, for a day. */
const patience = { retryLimit: 2880, retryDelaySeconds: 30, concurrency: 2 };

/** Out to other organs and in from them: envelopes, deliveries, receipts. */
export const exchangeModule: Module = {
  name: 'exchange',
  floor: 4,
  migrations: new URL('./migrations/', import.meta.url),
  jobs(jobs, node) {
    jobs.work<DispatchJob>(dispatchQueue, (job) => dispatchEnvelope(node, job), {
      ...patience,
      retryDelaySeconds: 2,
    });
    jobs.work<DeliverJob>(deliverQueue, (job) => deliver(node, job), patience);
    jobs.work<AnswerJob>(answerQueue, (job) => answerSender(node, job), patience);
  },
  async start(node) {
    const checker = new Checker();
    checkers.set(node, checker);
    node.services.provide(transport, {
      channel: '本平台',
      send: (receiverId, packet, readFile) => acceptEnvelope(node, checker, receiverId, packet, readFile),
      answer: (senderId, receipt) => acceptReceipt(node, senderId, receipt),
    });
    const registry = node.services.get(workflowRegistry);
    registry.on('dispatch', 'release', 'release', release(node));
    registry.section('deliveries', deliverySection);
    for (const [heard, kind] of [
      [incomingSignedFor, 'signed-for'],
      [incomingReturned, 'returned'],
      [incomingRegistered, 'registered'],
      [incomingClosed, 'closed'],
    ] as const) {
      node.services.on(heard, (tx, { matterId, at, by, note }) =>
        tellSender(tx, node, matterId, { kind, at, by, ...(note === undefined ? {} : { note }) }),
      );
    }
  },
  async stop(node) {
    await checkers.get(node)?.stop();
  },
};
