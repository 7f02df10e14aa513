import { useState } from 'react';
import { exportEvidence, useSession } from '../../api/index.ts';
import { Button, Fault } from '../../design/index.ts';
import { useWords } from '../../words/index.ts';

/** Posts that never ask for evidence; the server decides, this only spares them a button that would be refused. */
const without = new Set(['section-staff', 'resident-cadre', 'system-admin', 'security-admin', 'audit-admin']);

/** 证据包: everything about this document in one file, for a dispute. Asking is recorded. */
export function EvidenceSection({ documentId }: { documentId: string }) {
  const words = useWords();
  const role = useSession().post?.role ?? '';
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>(null);
  if (without.has(role)) {
    return null;
  }
  const fetchPackage = async () => {
    setBusy(true);
    setFault(null);
    try {
      const { bytes, name } = await exportEvidence(documentId);
      const link = document.createElement('a');
      link.href = URL.createObjectURL(bytes);
      link.download = name;
      link.click();
      // The browser has taken the bytes over by then.
      setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
    } catch (error) {
      setFault(error);
    }
    setBusy(false);
  };
  return (
    <section className="stack-tight">
      <h2 className="minor">{words.trust.evidence}</h2>
      <p className="muted small">{words.trust.evidenceHelp}</p>
      <div>
        <Button busy={busy} onClick={fetchPackage}>
          {words.trust.evidenceGet}
        </Button>
      </div>
      {fault === null ? null : <Fault error={fault} />}
    </section>
  );
}
