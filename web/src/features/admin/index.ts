export { AuditPage } from './audit-page.tsx';
export { DelegationsPage } from './delegations-page.tsx';
export { FontsPage } from './fonts-page.tsx';
export { PeoplePage } from './people-page.tsx';
