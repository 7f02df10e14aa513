export { ApplySealPage } from './apply-seal-page.tsx';
export { NewUsePage } from './new-use-page.tsx';
export { SealPage } from './seal-page.tsx';
export { SealsPage } from './seals-page.tsx';
export { UsePage } from './use-page.tsx';
export { UsesPage } from './uses-page.tsx';
