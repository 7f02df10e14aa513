export { FilePages } from './file-pages.tsx';
export { PagesView, type PagesViewProps } from './pages-view.tsx';
