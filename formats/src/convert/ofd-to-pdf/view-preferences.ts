/** How the document asks to be opened (GB/T 33190 7.7) in PDF's words (ISO 32000-1 12.2). */
import type { ViewPreferences } from '../../ofd/index.ts';
import { type PdfDict, pdfDict, pdfName } from '../../pdf/index.ts';

const modes: ReadonlyMap<string, string> = new Map(
  Object.entries({
    FullScreen: 'FullScreen',
    UseOutlines: 'UseOutlines',
    UseThumbs: 'UseThumbs',
    UseLayers: 'UseOC',
    UseAttatchs: 'UseAttachments',
  }),
);

const layouts: ReadonlyMap<string, string> = new Map(
  Object.entries({
    OnePage: 'SinglePage',
    OneColumn: 'OneColumn',
    TwoPageL: 'TwoPageLeft',
    TwoPageR: 'TwoPageRight',
    TwoColumnL: 'TwoColumnLeft',
    TwoColumnR: 'TwoColumnRight',
  }),
);

/** Entries of the catalog. Contents are shown beside the pages where there are any and nothing else is asked for. */
export function viewEntries(preferences: ViewPreferences | undefined, hasOutline: boolean) {
  const asked = preferences && modes.get(preferences.pageMode);
  const mode = asked ?? (hasOutline ? 'UseOutlines' : undefined);
  const layout = preferences && layouts.get(preferences.pageLayout);
  const viewer: PdfDict = pdfDict({
    HideToolbar: preferences?.hideToolbar || undefined,
    HideMenubar: preferences?.hideMenubar || undefined,
    HideWindowUI: preferences?.hideWindowUI || undefined,
    DisplayDocTitle: preferences?.tabDisplay === 'DocTitle' || undefined,
  });
  return {
    PageMode: mode === undefined ? undefined : pdfName(mode),
    PageLayout: layout === undefined ? undefined : pdfName(layout),
    ViewerPreferences: viewer.size === 0 ? undefined : viewer,
  };
}
