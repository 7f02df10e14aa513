export { CertificatesPage } from './certificates-page.tsx';
export { EndingBanner } from './ending-banner.tsx';
