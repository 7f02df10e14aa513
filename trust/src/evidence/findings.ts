/** What the checks of a package write down: findings by part, and the verdict each speaks for. */

import type { Finding } from '@yiwen/formats';
import type { Verdict } from '@yiwen/trust/verification';
import type { PartNumber } from './manifest.ts';
import type { PartReport, PartState } from './report.ts';

/** Gathers the findings of all parts. A part nobody wrote about is `absent`. */
export class Findings {
  readonly #parts = new Map<PartNumber, PartReport>();
  readonly #verdicts: Verdict[] = [];

  /** Notes that a part has something in it that held so far. */
  present(part: PartNumber): void {
    const report = this.#of(part);
    report.state = report.state === 'absent' ? 'good' : report.state;
  }

  /** Something contradicts: the package, or what it shows, was changed. */
  changed(part: PartNumber, code: string, message: string, more: Partial<Finding> = {}): void {
    this.#add(part, 'bad', { code, severity: 'error', message, ...more }, 'tampered');
  }

  /** Something cannot be read or is missing. */
  damaged(part: PartNumber, code: string, message: string, more: Partial<Finding> = {}): void {
    this.#add(part, 'bad', { code, severity: 'error', message, ...more }, 'damaged');
  }

  /** Nobody outside the issuer bears it out. */
  unproven(part: PartNumber, code: string, message: string, more: Partial<Finding> = {}): void {
    this.#add(part, 'open', { code, severity: 'warning', message, ...more }, 'intact-untrusted');
  }

  /** An observation that speaks for nothing. */
  note(part: PartNumber, code: string, message: string, more: Partial<Finding> = {}): void {
    this.#of(part).findings.push({ code, severity: 'info', message, ...more });
  }

  /** Verdicts of what was found, and of files verified elsewhere. */
  get verdicts(): readonly Verdict[] {
    return this.#verdicts;
  }

  /** Lets a file's verdict count. */
  count(part: PartNumber, verdict: Verdict): void {
    this.#verdicts.push(verdict);
    const report = this.#of(part);
    if (verdict !== 'valid' && report.state !== 'bad') {
      report.state = verdict.startsWith('intact-') || verdict.startsWith('valid') ? 'open' : 'bad';
    }
  }

  /** The outcome of a part. */
  report(part: PartNumber): PartReport {
    return this.#of(part);
  }

  #of(part: PartNumber): PartReport {
    const known = this.#parts.get(part) ?? { part, state: 'absent' as PartState, findings: [] };
    this.#parts.set(part, known);
    return known;
  }

  #add(part: PartNumber, state: PartState, finding: Finding, verdict: Verdict): void {
    const report = this.#of(part);
    report.state = report.state === 'bad' ? 'bad' : state;
    // The list is for people; the verdict counts every fault.
    if (report.findings.length < 500) {
      report.findings.push(finding);
    }
    this.#verdicts.push(verdict);
  }
}
