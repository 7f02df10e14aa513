import { ApiError, csrf, refusalOf } from './request.ts';

/**
 * Sends a form with a large file and says how much has gone out, from 0 to 1; `fetch` cannot tell that. Answers the
 * JSON body. Throws ApiError as `request` does.
 */
export function sendFile<T>(path: string, form: FormData, onSent: (share: number) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    const sending = new XMLHttpRequest();
    sending.open('POST', path);
    sending.setRequestHeader('accept', 'application/json');
    sending.setRequestHeader('x-csrf-token', csrf());
    sending.upload.onprogress = ({ loaded, total }) => onSent(total > 0 ? loaded / total : 0);
    sending.onerror = () => reject(new ApiError(0, 'line.down', null, null, null));
    sending.onload = () => {
      const answer = new Response(sending.responseText, { status: sending.status });
      if (answer.ok) {
        resolve(JSON.parse(sending.responseText) as T);
      } else {
        refusalOf(answer).then(reject, reject);
      }
    };
    sending.send(form);
  });
}
