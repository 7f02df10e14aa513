export type { BlobRef, BlobStore } from './blob-store.ts';
