import type { ReactNode } from 'react';
import type { MatterView } from '../../api/index.ts';
import { type TabHead, Tabs } from '../../design/index.ts';
import { useWords } from '../../words/index.ts';
import { DeliveryTab } from './delivery-tab.tsx';
import { FilesTab } from './files-tab.tsx';
import { SheetTab } from './sheet-tab.tsx';
import { TimelineTab } from './timeline-tab.tsx';
import { TrustTab } from './trust-tab.tsx';
import { VersionsTab } from './versions-tab.tsx';

/** Everything around the sheet, as tabs; on a narrow screen the sheet itself is the first of them. */
export function MatterTabs({
  matter,
  tab,
  onTab,
  pages,
}: {
  matter: MatterView;
  tab: string;
  onTab: (tab: string) => void;
  pages: ReactNode;
}) {
  const words = useWords();
  const outgoing = matter.document?.direction === 'out';
  const heads: TabHead[] = [
    ...(pages === null ? [] : [{ id: 'document', label: words.matter.document }]),
    { id: 'sheet', label: outgoing ? words.matter.draftSheet : words.matter.sheet },
    { id: 'timeline', label: words.matter.timeline },
    ...(matter.deliveries.length > 0
      ? [{ id: 'delivery', label: words.matter.delivery, count: matter.deliveries.length }]
      : []),
    { id: 'trust', label: words.matter.trust },
    { id: 'files', label: words.matter.files, count: matter.document?.attachments.length ?? 0 },
    { id: 'versions', label: words.matter.versions, count: matter.document?.versions.length ?? 0 },
  ];
  const chosen = heads.some((head) => head.id === tab) ? tab : (heads[0]?.id ?? 'sheet');
  return (
    <div className="matter-tabs">
      <Tabs label={words.matter.panel} tabs={heads} chosen={chosen} onChoose={onTab}>
        {chosen === 'document' ? pages : null}
        {chosen === 'sheet' ? <SheetTab matter={matter} /> : null}
        {chosen === 'timeline' ? <TimelineTab entries={matter.timeline} /> : null}
        {chosen === 'delivery' ? <DeliveryTab deliveries={matter.deliveries} /> : null}
        {chosen === 'trust' ? <TrustTab matter={matter} /> : null}
        {chosen === 'files' ? <FilesTab attachments={matter.document?.attachments ?? []} /> : null}
        {chosen === 'versions' ? <VersionsTab document={matter.document} /> : null}
      </Tabs>
    </div>
  );
}
