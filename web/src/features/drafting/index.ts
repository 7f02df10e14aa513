export { DraftPage } from './draft-page.tsx';
export { NewDraftPage } from './new-draft-page.tsx';
