/** What the node may tell anybody about a document: by the printed code, or by a file's fingerprint. Never by the file. */

/** The registered facts of a document; the answer of `/api/v1/codes/…`. */
export type Registered = {
  title: string;
  number: string;
  date: string;
  issuer: string;
  sealedAt: string;
  versionNo: number;
  root: { sha256: string };
  newer: { versionNo: number } | null;
  logged: { index: number; origin: string; href: string } | null;
};

/** `undefined`: nobody could be asked. `null`: asked, and nothing is registered. */
export type Asked = Registered | null | undefined;

/** Asks the node this page came from; what cannot be asked is not known, never "no". */
async function ask<T>(path: string): Promise<T | null | undefined> {
  try {
    const answer = await fetch(path, { headers: { accept: 'application/json' } });
    return answer.ok ? ((await answer.json()) as T) : answer.status === 404 ? null : undefined;
  } catch {
    return undefined;
  }
}

/** By the 20 digits on paper. */
export function askByCode(code: string): Promise<Asked> {
  return ask<Registered>(`/api/v1/codes/${code}`);
}

/** By a file's SHA-256, lower-case hexadecimal. */
export async function askByFingerprint(sha256: string): Promise<Asked> {
  return (await ask<{ registered: Registered | null }>(`/api/v1/fingerprints/${sha256}`))?.registered;
}
