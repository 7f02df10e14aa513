export { ReportView, VerdictNote } from './report-view.tsx';
