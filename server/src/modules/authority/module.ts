import './errors.ts';
import type { Module } from '../../platform/node/index.ts';
import { makeAuthority } from './make-authority.ts';
import { authorityService } from './service.ts';

/** Certificates, their revocation, and time. */
export const authorityModule: Module = {
  name: 'authority',
  floor: 2,
  migrations: new URL('./migrations/', import.meta.url),
  async start(node) {
    node.services.provide(authorityService, makeAuthority(node));
  },
};
