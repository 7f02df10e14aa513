export { FindPage } from './find-page.tsx';
export { MakePage } from './make-page.tsx';
export { MinePage } from './mine-page.tsx';
export { TodoPage } from './todo-page.tsx';
