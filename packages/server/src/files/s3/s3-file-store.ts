import { Readable } from 'node:stream';
import { checkKey, type FileStore } from '../file-store.ts';
import { bucketUrl } from './bucket-url.ts';
import { inParts } from './in-parts.ts';
import { createMultipart } from './multipart.ts';
import { answeredError, isMissing } from './s3-errors.ts';
import { createS3Call, type S3Answer, type S3Credentials } from './s3-request.ts';

export interface S3FileStoreOptions extends Partial<S3Credentials> {
  /** It has to be there, and to be nobody else's to read: files are given out by the chat server alone. */
  bucket: string;
  /** `eu-west-1`; what a service of one's own calls itself, often `us-east-1` or `auto`. */
  region: string;
  /** Address of a service that is not Amazon's, `https://minio.example.org`. Default: Amazon's in that region. */
  endpoint?: string;
  /** In place of `accessKeyId` and `secretAccessKey`: asked before each request, for credentials that change. Keep them until they do. */
  credentials?: () => S3Credentials | Promise<S3Credentials>;
  /** Before every key, `chat/files/` say. Default none. */
  prefix?: string;
  /** The bucket is named in the path, not in the host, as MinIO and most services of one's own want it. */
  pathStyle?: boolean;
  /** What is larger goes up in parts of this size, bytes, and so much of an upload is in memory. 5 MiB at least. Default 8 MiB. */
  partBytes?: number;
  /** Silence that ends a request, ms. Default 30,000. */
  timeoutMs?: number;
  /** How often a request that failed, or was not answered, is made again, 200 ms later and then twice as long each. Default 3. */
  retries?: number;
}

export interface S3FileStore extends FileStore {
  /**
   * Ends uploads in parts that were begun more than `olderThanMs` ago (default a day) and are still not whole: those of a process
   * that was killed. Answers how many. They cost room until then; a rule of the bucket can do the same.
   */
  removeUnfinished(olderThanMs?: number): Promise<number>;
}

const leastPartBytes = 5 * 1024 * 1024;
const mostParts = 10_000;
const dayMs = 86_400_000;

/**
 * Keeps files in a bucket of Amazon S3, or of a service that speaks its protocol. Needs the `aws4fetch` package beside this one.
 * A service that is silent or cannot be reached is `timeout` or `overloaded`, one that is full `storage_full`; anything else
 * it refuses, a wrong key or bucket say, is a plain `Error` that names its code.
 */
export const s3FileStore = (options: S3FileStoreOptions): S3FileStore => {
  const { prefix = '', partBytes = 8 * 1024 * 1024, timeoutMs = 30_000, retries = 3, region } = options;
  if (!/^([\w.-]+\/)*[\w.-]*$/.test(prefix) || prefix.split('/').some((part) => /^\.{1,2}$/.test(part)))
    throw new Error(`s3FileStore: prefix must look like 'chat/files/', not '${prefix}'`);
  if (!(partBytes >= leastPartBytes))
    throw new Error(`s3FileStore: partBytes must be ${leastPartBytes} at least`);
  const call = createS3Call({
    url: bucketUrl(options),
    region,
    credentials: credentialsOf(options),
    timeoutMs,
    retries,
  });
  const multipart = createMultipart(call);
  const placeOf = (key: string): string => prefix + checkKey(key);

  return {
    put: async (name, body, { size, type }) => {
      try {
        const key = placeOf(name);
        const headers = { 'content-type': type };
        const parts = inParts(body, size, Math.max(partBytes, Math.ceil(size / mostParts)));
        if (size > partBytes) return await multipart.put(key, parts, headers);
        for await (const whole of parts)
          expectGood(await call({ method: 'PUT', key, headers, body: whole }), 'PUT');
      } finally {
        body.destroy();
      }
    },
    get: async (name, range) => {
      const answer = await call({
        method: 'GET',
        key: placeOf(name),
        ...(range ? { headers: { range: `bytes=${range.start}-${range.end}` } } : {}),
        streamed: true,
      });
      if (isMissing(answer)) return null;
      if (range && answer.status === 416) return Readable.from([]);
      expectGood(answer, 'GET');
      if (range && answer.status !== 206) {
        answer.body?.destroy();
        throw new Error('S3 answered the whole file, not the stretch that was asked for');
      }
      return answer.body ?? Readable.from([]);
    },
    delete: async (name) => {
      const answer = await call({ method: 'DELETE', key: placeOf(name) });
      if (!isMissing(answer)) expectGood(answer, 'DELETE');
    },
    removeUnfinished: (olderThanMs = dayMs) => multipart.removeBegunBefore(Date.now() - olderThanMs, prefix),
  };
};

const expectGood = (answer: S3Answer, what: string): void => {
  if (answer.status < 200 || answer.status >= 300) throw answeredError(answer, what);
};

const credentialsOf = ({
  credentials,
  accessKeyId = '',
  secretAccessKey = '',
  sessionToken,
}: S3FileStoreOptions): (() => S3Credentials | Promise<S3Credentials>) => {
  if (credentials) return credentials;
  if (accessKeyId === '' || secretAccessKey === '')
    throw new Error('s3FileStore: accessKeyId and secretAccessKey must be given, or credentials');
  return () => ({ accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) });
};
