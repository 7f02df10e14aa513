export type { BlobRef, BlobStore } from './blob-store.ts';
export { createFile, readIfThere, replaceFile } from './durable-file.ts';
export { localFolder } from './local-folder.ts';
export { s3Bucket } from './s3-bucket.ts';
