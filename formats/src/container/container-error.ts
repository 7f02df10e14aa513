import type { Finding } from '../finding.ts';

/** Nothing in the archive could be opened. `findings` says why; the last one is the reason. */
export class ContainerError extends Error {
  readonly code: string;
  readonly findings: readonly Finding[];
  constructor(finding: Finding, findings: readonly Finding[] = []) {
    super(finding.message);
    this.name = 'ContainerError';
    this.code = finding.code;
    this.findings = [...findings, finding];
  }
}
