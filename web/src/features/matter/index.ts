export { MatterPage } from './matter-page.tsx';
