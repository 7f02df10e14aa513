/** The documents' door. */

export { auditDocuments } from './audit.ts';
export { type DocumentContent, type DocumentFields, documentForm, documentKind } from './content.ts';
export { createDraft, saveDraft } from './drafts.ts';
export { filesOf, findFile, type StoredFile } from './files.ts';
export { documentCalled } from './find-document.ts';
export { type IssuedDocument, issuedDocument } from './issued-document.ts';
export { reportSchema } from './matter-schema.ts';
export type { IncomingSection } from './matter-view.ts';
export { documentsModule } from './module.ts';
export { continueSeries, printNumber, type SeriesNumber } from './numbers.ts';
export { type DocumentPorts, documentPorts } from './ports.ts';
export { type PublicFace, publicFace } from './public-face.ts';
export {
  kindOfTitle,
  type ReceivedDocument,
  type ReceivedFile,
  receiveDocument,
} from './receive-document.ts';
export { refuseSecrets } from './refuse-secrets.ts';
export { sealedFilesOf } from './released-files.ts';
export { renderFiles } from './render.ts';
export { hasSecretMarking } from './secret-marking.ts';
export {
  type DocumentRow,
  findDocument,
  findRegistration,
  markReleased,
  type Receiver,
  type Registration,
} from './store.ts';
export type { FileFormat, Origin } from './tables.ts';
export { actorOf, actsOf, dataOf, inkOf } from './timeline.ts';
export type { ExtractedText } from './uploads/extracted-text.ts';
export { type FileReading, readFileInThread } from './uploads/read-file.ts';
export { type ReceivedReading, readReceived } from './uploads/read-received.ts';
export { receiveFile } from './uploads/receive-file.ts';
export { FileReadError } from './uploads/run-in-thread.ts';
export { partsOf, type Version, versionsOf } from './versions.ts';
