export {
  chosenFile,
  DocumentViewer,
  PagesView,
  type PagesViewProps,
  storedFile,
} from './document-viewer.tsx';
export { fontRoleName } from './font-roles.ts';
export { opensHere, type ShownFile } from './open-source.ts';
