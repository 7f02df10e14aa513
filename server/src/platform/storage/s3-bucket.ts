import { GetObjectCommand, HeadObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { BlobRef, BlobStore } from './blob-store.ts';
import { checkDigest, hashing, verifyDigest } from './digests.ts';

/** Where the bucket is. */
export type S3Settings = {
  endpoint: string;
  bucket: string;
  region: string;
  accessKey: string;
  secretKey: string;
};

/** Files larger than this are refused; the product's own limit on one file is lower. */
const largestBytes = 512 * 1024 * 1024;

/** Files in an S3 bucket, keys `sha256/ab/cd/<digest>`, written once (`If-None-Match: *`). */
export function s3Bucket(settings: S3Settings): BlobStore & { close(): void } {
  const client = new S3Client({
    endpoint: settings.endpoint,
    region: settings.region,
    forcePathStyle: true,
    credentials: { accessKeyId: settings.accessKey, secretAccessKey: settings.secretKey },
    // Ceph and others refuse the trailing checksums that are the default.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
  const Bucket = settings.bucket;
  function key(sha256: string): string {
    checkDigest(sha256);
    return `sha256/${sha256.slice(0, 2)}/${sha256.slice(2, 4)}/${sha256}`;
  }
  return {
    close: () => client.destroy(),
    async put(content): Promise<BlobRef> {
      const bytes = await gather(content);
      const hash = hashing();
      hash.update(bytes);
      const ref = hash.digest();
      try {
        await client.send(
          new PutObjectCommand({ Bucket, Key: key(ref.sha256), Body: bytes, IfNoneMatch: '*' }),
        );
      } catch (error) {
        if (statusOf(error) !== 412) {
          throw error;
        }
      }
      return ref;
    },
    async get(sha256) {
      try {
        const answer = await client.send(new GetObjectCommand({ Bucket, Key: key(sha256) }));
        return verifyDigest(await answer.Body!.transformToByteArray(), sha256);
      } catch (error) {
        return absent(error);
      }
    },
    async stream(sha256) {
      try {
        const answer = await client.send(new GetObjectCommand({ Bucket, Key: key(sha256) }));
        return answer.Body as unknown as AsyncIterable<Uint8Array>;
      } catch (error) {
        return absent(error);
      }
    },
    async has(sha256) {
      try {
        await client.send(new HeadObjectCommand({ Bucket, Key: key(sha256) }));
        return true;
      } catch (error) {
        return absent(error) ?? false;
      }
    },
  };
}

async function gather(content: Uint8Array | AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  if (content instanceof Uint8Array) {
    return content;
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of content) {
    size += chunk.length;
    if (size > largestBytes) {
      throw new RangeError(`a stored file may have at most ${largestBytes} bytes`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function statusOf(error: unknown): number | undefined {
  return (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
}

function absent(error: unknown): undefined {
  if (statusOf(error) === 404) {
    return undefined;
  }
  throw error;
}
