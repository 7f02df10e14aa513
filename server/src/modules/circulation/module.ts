import type { Module } from '../../platform/node/index.ts';
import type { IncomingSection } from '../documents/index.ts';
import { officeRoles, workflowRegistry } from '../workflow/index.ts';
import './errors.ts';
import { findEntry, printIncomingNumber } from './register-entry.ts';
import { circulationRoutes } from './routes.ts';
import { readSheet } from './sheet.ts';
import { registerIncomingVerbs } from './verbs.ts';

const receiving = ['clerk', 'office-director', 'village-clerk', 'county-clerk'] as const;

/** 收文: signing for, registering, proposing, instructing, handling, reading, closing. */
export const circulationModule: Module = {
  name: 'circulation',
  floor: 3,
  migrations: new URL('./migrations/', import.meta.url),
  permissions: {
    'circulation.receive': receiving,
    'circulation.read': officeRoles,
    'circulation.registers': [
      ...receiving,
      'principal-leader',
      'deputy-leader',
      'village-secretary',
      'archivist',
    ],
  },
  routes: circulationRoutes,
  async start(node) {
    const registry = node.services.get(workflowRegistry);
    registerIncomingVerbs(registry);
    registry.section('sheet', async (tx, matter, reader) =>
      matter.kind === 'incoming' ? await readSheet(tx, matter, reader.now()) : undefined,
    );
    registry.section('incoming', async (tx, matter): Promise<IncomingSection | undefined> => {
      const entry = matter.documentId === undefined ? undefined : await findEntry(tx, matter.documentId);
      if (entry === undefined) {
        return undefined;
      }
      return {
        from: entry.sender,
        needsReply: entry.needsReply,
        ...(entry.senderNumber === undefined ? {} : { number: entry.senderNumber }),
        ...(entry.senderDate === undefined ? {} : { date: entry.senderDate }),
        ...(entry.number === undefined ? {} : { incomingNumber: printIncomingNumber(entry.number) }),
        ...(entry.receivedOn === undefined ? {} : { receivedOn: entry.receivedOn }),
        ...(entry.dueOn === undefined ? {} : { dueOn: entry.dueOn }),
        ...(entry.repliedOn === undefined ? {} : { repliedOn: entry.repliedOn }),
      };
    });
  },
};
