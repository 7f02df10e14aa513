export { type PageOverlay, PagesView } from './pages-view.tsx';
