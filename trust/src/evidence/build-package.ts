/** Making an evidence package out of its parts; who gathers them is the node's business. */

import { writeZip, type ZipEntry } from '@yiwen/formats/container';
import {
  type CanonicalValue,
  canonicalBytes,
  type Digests,
  digestFile,
  type Part,
} from '@yiwen/trust/content';
import { type CheckpointLink, writeLink } from './checkpoint-link.ts';
import { readEventBody } from './event-body.ts';
import {
  type EvidenceSubject,
  MANIFEST_PATH,
  type Manifest,
  type ManifestFile,
  type PartNumber,
  writeManifest,
} from './manifest.ts';
import { responsibilityTable } from './responsibility.ts';

/** A file that is the document, or is attached to it. `digests` are computed when absent. */
export type EvidenceFile = {
  readonly bytes: Uint8Array;
  readonly name: string;
  /** Ending without a dot, e.g. `ofd`. */
  readonly ending: string;
  readonly role: 'document' | 'attachment';
  readonly digests?: Digests;
  /** Time-stamp tokens over the whole file, kept beside it. */
  readonly stamps?: readonly Uint8Array[];
};

/** One version with what it says (parts with their contents) and its files. */
export type EvidenceVersion = {
  readonly no: number;
  readonly parts: readonly (Part & { readonly content: CanonicalValue })[];
  readonly files: readonly EvidenceFile[];
};

/** One act: its salted body (absent once erased by law), its log entry, and the proof once it is under a checkpoint. */
export type EvidenceAct = {
  readonly body: CanonicalValue | undefined;
  readonly entry: Uint8Array;
  readonly proof: Uint8Array | undefined;
};

/** Everything a package is made from. */
export type EvidenceParts = {
  readonly subject: EvidenceSubject;
  /** ISO 8601 UTC. */
  readonly madeAt: string;
  readonly versions: readonly EvidenceVersion[];
  /** The document's acts, in sequence. */
  readonly acts: readonly EvidenceAct[];
  /** Acts that the document's acts rest on: delegations, the making of the seal. */
  readonly related: readonly EvidenceAct[];
  readonly certificates: readonly Uint8Array[];
  readonly crls: readonly Uint8Array[];
  readonly ocsps: readonly Uint8Array[];
  readonly seals: readonly Uint8Array[];
  /** Policy text (C2SP tlog-policy) and trust list (JSON) in force at the maker. */
  readonly policy: string;
  readonly trust: string;
  /** Signed checkpoints, and proofs that each leads to a later one of the same log. */
  readonly checkpoints: readonly Uint8Array[];
  readonly links: readonly CheckpointLink[];
  /** Time-stamp tokens over the text of a checkpoint given above, by its place there. */
  readonly stamps: readonly { readonly token: Uint8Array; readonly checkpoint: number }[];
  /** Receipts of anchors, each about a checkpoint given above. */
  readonly anchors: readonly { readonly receipt: CanonicalValue; readonly checkpoint: number }[];
  /** Operator, witnesses, standards, clock, digests of the software. */
  readonly system: CanonicalValue;
  /** The page that checks packages offline, where the maker has one. */
  readonly verifier?: Uint8Array;
  /** The maker's own report; it convinces nobody and saves time. */
  readonly report?: Uint8Array;
};

/** An evidence package: the ZIP, and its list, whose digest the maker records as an act. */
export type EvidencePackage = { readonly zip: Uint8Array; readonly manifest: Uint8Array };

/** Number of an act in file names. */
function numbered(index: number): string {
  return String(index).padStart(4, '0');
}

class Collector {
  readonly files: ManifestFile[] = [];
  readonly entries: ZipEntry[] = [];

  add(
    part: PartNumber,
    rest: string,
    bytes: Uint8Array,
    more: { about?: string; name?: string; digests?: Digests } = {},
  ): string {
    const path = `${part}-${rest}`;
    const { digests = digestFile(bytes), about, name } = more;
    this.files.push({
      path,
      part,
      size: bytes.length,
      sha256: digests.sha256,
      sm3: digests.sm3,
      ...(about === undefined ? {} : { about }),
      ...(name === undefined ? {} : { name }),
    });
    this.entries.push({ name: path, bytes });
    return path;
  }
}

/**
 * Builds the package. The responsibility table is derived here from the bodies, as the checker will derive it again.
 *
 * @throws RangeError when the parts are too large for a ZIP of the classic format
 */
export function buildEvidence(parts: EvidenceParts): EvidencePackage {
  const collector = new Collector();
  for (const version of parts.versions) {
    addVersion(collector, version);
  }
  addActs(collector, parts.acts, '');
  addActs(collector, parts.related, 'r');
  const numberedFiles = [
    [parts.certificates, 'certificates/certificate', 'cer'],
    [parts.crls, 'certificates/revocation', 'crl'],
    [parts.ocsps, 'certificates/answer', 'ocsp'],
    [parts.seals, 'certificates/seal', 'esl'],
  ] as const;
  for (const [list, path, ending] of numberedFiles) {
    for (const [i, bytes] of list.entries()) {
      collector.add(4, `${path}-${i + 1}.${ending}`, bytes);
    }
  }
  const text = new TextEncoder();
  collector.add(5, 'policy/policy.txt', text.encode(parts.policy));
  collector.add(5, 'policy/trust.json', text.encode(parts.trust));
  const checkpoints = parts.checkpoints.map((note, i) =>
    collector.add(6, `checkpoints/${numbered(i + 1)}.checkpoint`, note),
  );
  for (const [i, link] of parts.links.entries()) {
    collector.add(6, `checkpoints/${numbered(i + 1)}.consistency`, writeLink(link));
  }
  for (const [i, { token, checkpoint }] of parts.stamps.entries()) {
    collector.add(7, `times/${numbered(i + 1)}.tsr`, token, { about: checkpoints[checkpoint]! });
  }
  for (const [i, { receipt, checkpoint }] of parts.anchors.entries()) {
    collector.add(8, `anchors/${numbered(i + 1)}.json`, canonicalBytes(receipt), {
      about: checkpoints[checkpoint]!,
    });
  }
  const bodies = parts.acts.flatMap(({ body }) => {
    const read = body === undefined ? undefined : readEventBody(body);
    return read === undefined ? [] : [read];
  });
  collector.add(9, 'responsibility.json', canonicalBytes(responsibilityTable(bodies)));
  collector.add(10, 'system.json', canonicalBytes(parts.system));
  if (parts.verifier !== undefined) {
    collector.add(11, 'verifier.html', parts.verifier);
  }
  if (parts.report !== undefined) {
    collector.add(11, 'report.json', parts.report);
  }
  const manifest = writeManifest(manifestOf(parts, collector.files));
  return { zip: writeZip([{ name: MANIFEST_PATH, bytes: manifest }, ...collector.entries]), manifest };
}

function manifestOf(parts: EvidenceParts, files: readonly ManifestFile[]): Manifest {
  return {
    v: 1,
    type: 'yiwen-evidence',
    subject: parts.subject,
    madeAt: parts.madeAt,
    acts: parts.acts.length,
    files,
  };
}

function addVersion(collector: Collector, { no, parts, files }: EvidenceVersion): void {
  const folder = `versions/${no}`;
  const listed = parts.map((part) => ({ ...part, contentDigest: { ...part.contentDigest } }));
  collector.add(1, `${folder}/parts.json`, canonicalBytes(listed as unknown as CanonicalValue));
  for (const [i, file] of files.entries()) {
    const ending = /^[a-z0-9]{1,8}$/.test(file.ending) ? file.ending : 'bin';
    const about = collector.add(1, `${folder}/${file.role}-${i + 1}.${ending}`, file.bytes, {
      name: file.name,
      ...(file.digests === undefined ? {} : { digests: file.digests }),
    });
    for (const [n, token] of (file.stamps ?? []).entries()) {
      collector.add(7, `times/v${no}-${i + 1}-${n + 1}.tsr`, token, { about });
    }
  }
}

function addActs(collector: Collector, acts: readonly EvidenceAct[], mark: string): void {
  for (const [i, { body, entry, proof }] of acts.entries()) {
    const name = `${mark}${numbered(i + 1)}`;
    if (body !== undefined) {
      collector.add(2, `events/${name}.json`, canonicalBytes(body));
    }
    collector.add(3, `proofs/${name}.entry`, entry);
    if (proof !== undefined) {
      collector.add(3, `proofs/${name}.tlog-proof`, proof);
    }
  }
}
