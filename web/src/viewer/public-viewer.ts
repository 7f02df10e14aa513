/**
 * The door through which the public page of verification, which is no part of this application, shows a file beside its
 * verdict. Built under the fixed name /public-viewer.js; everything heavy is fetched when it is called.
 */
import type { Report } from '../api/index.ts';

/** Shows a file chosen on this machine in `place`; answers how to take it away. The file is not sent anywhere. */
export async function showFile(
  place: HTMLElement,
  file: File,
  report: Report | null,
  language: 'zh' | 'en',
): Promise<() => void> {
  const { mountViewer } = await import('./mount-viewer.tsx');
  return await mountViewer(place, file, report, language);
}
