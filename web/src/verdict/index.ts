export { ReportView, SignatureView, signatureTone, VerdictNote } from './report-view.tsx';
