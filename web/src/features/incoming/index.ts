export { IncomingPage } from './incoming-page.tsx';
export { NewIncomingPage } from './new-incoming-page.tsx';
