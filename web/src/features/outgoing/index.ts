export { OutgoingPage } from './outgoing-page.tsx';
