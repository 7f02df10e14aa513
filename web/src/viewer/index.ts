export { FilePages } from './file-pages.tsx';
export { fontRoleName } from './font-roles.ts';
export { PagesView, type PagesViewProps } from './pages-view.tsx';
