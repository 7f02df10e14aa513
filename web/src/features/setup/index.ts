export { SetupPage as default } from './setup-page.tsx';
