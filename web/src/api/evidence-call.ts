import { ApiError, csrf, refusalOf } from './request.ts';

/** The evidence package of a document, as a file. Asking for it is an act in the log. Throws ApiError. */
export async function exportEvidence(document: string): Promise<{ bytes: Blob; name: string }> {
  let response: Response;
  try {
    response = await fetch('/api/v1/evidence', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-csrf-token': csrf() },
      credentials: 'same-origin',
      body: JSON.stringify({ document }),
    });
  } catch {
    throw new ApiError(0, 'line.down', null, null, null);
  }
  if (!response.ok) {
    throw await refusalOf(response);
  }
  const named = /filename\*=UTF-8''([^;]+)/.exec(response.headers.get('content-disposition') ?? '')?.[1];
  return { bytes: await response.blob(), name: named ? decodeURIComponent(named) : 'evidence.zip' };
}
