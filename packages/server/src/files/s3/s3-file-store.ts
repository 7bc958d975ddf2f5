import { Readable } from 'node:stream';
import { checkKey, type FileStore, wrongSize } from '../file-store.ts';
import { createMultipart } from './multipart.ts';
import { answeredError, isMissing } from './s3-errors.ts';
import { createS3Call, type S3Answer, type S3Credentials } from './s3-request.ts';
import { rejectUnknownOptions } from '../../errors/unknown-options.ts';

export interface S3FileStoreOptions extends Partial<S3Credentials> {
  /** It must exist and be private: only the chat server gives files out. */
  bucket: string;
  /** Such as `eu-west-1`; for a service of your own the name it uses, often `us-east-1` or `auto`. */
  region: string;
  /** URL of a service other than Amazon's, `https://minio.example.org`. Default: Amazon's in that region. */
  endpoint?: string;
  /**
   * Instead of `accessKeyId` and `secretAccessKey`: called before each request, for credentials that change.
   * Cache them until they do.
   */
  credentials?: () => S3Credentials | Promise<S3Credentials>;
  /** Prefix of every key, such as `chat/files/`. Default none. */
  prefix?: string;
  /** Puts the bucket in the path instead of the host, as MinIO and most self-hosted services need. */
  pathStyle?: boolean;
  /**
   * Larger files are uploaded in parts of this size, bytes, and this much of an upload is in memory. 5 MiB at
   * least. Default 8 MiB.
   */
  partBytes?: number;
  /** Time without data after which a request fails, ms. Default 30,000. */
  timeoutMs?: number;
  /**
   * Retries of a request that failed or got no response, 200 ms later and then twice as long each. Default 3.
   */
  retries?: number;
}

export interface S3FileStore extends FileStore {
  /**
   * Aborts uploads in parts that were begun more than `olderThanMs` ago (default a day) and are still
   * incomplete: those of a process that was killed. Returns how many. They use space until then; a rule of
   * the bucket can do the same.
   */
  removeUnfinished(olderThanMs?: number): Promise<number>;
}

const leastPartBytes = 5 * 1024 * 1024;
const mostParts = 10_000;
const dayMs = 86_400_000;

const optionNames: Readonly<Record<keyof S3FileStoreOptions, true>> = {
  bucket: true,
  region: true,
  endpoint: true,
  credentials: true,
  prefix: true,
  pathStyle: true,
  partBytes: true,
  timeoutMs: true,
  retries: true,
  accessKeyId: true,
  secretAccessKey: true,
  sessionToken: true,
};

/**
 * Stores files in a bucket of Amazon S3, or of a compatible service. Needs the `aws4fetch` package. An
 * unreachable or silent service gives `overloaded` or `timeout`, a full one `storage_full`; any other error,
 * such as a wrong key or bucket, is a plain `Error` with its code.
 */
export const s3FileStore = (options: S3FileStoreOptions): S3FileStore => {
  rejectUnknownOptions('s3FileStore', options, optionNames);
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

interface BucketPlace {
  bucket: string;
  region: string;
  endpoint?: string;
  pathStyle?: boolean;
}

/**
 * Returns the URL of a bucket, without a trailing slash. Throws a plain `Error` that names an invalid option.
 */
export const bucketUrl = ({ bucket, region, endpoint, pathStyle }: BucketPlace): string => {
  if (!/^[\w.-]{3,255}$/.test(bucket))
    throw new Error(`s3FileStore: '${bucket}' cannot be the name of a bucket`);
  if (!/^[\w-]+$/.test(region)) throw new Error(`s3FileStore: '${region}' cannot be a region`);
  const address = endpoint ?? `https://s3.${region}.amazonaws.com`;
  if (!URL.canParse(address) || !/^https?:$/.test(new URL(address).protocol))
    throw new Error(`s3FileStore: endpoint must look like 'https://s3.example.org', not '${address}'`);
  const url = new URL(address);
  if (pathStyle) url.pathname = `${url.pathname.replace(/\/$/, '')}/${bucket}`;
  else url.hostname = `${bucket}.${url.hostname}`;
  return url.href.replace(/\/$/, '');
};

/**
 * Splits a body into parts of `partBytes`, the last one smaller, with one in memory at a time. Throws if it
 * is not `size` bytes.
 */
const inParts = async function* (
  body: Readable,
  size: number,
  partBytes: number,
): AsyncGenerator<Uint8Array> {
  let came = 0;
  let part = Buffer.allocUnsafe(Math.min(partBytes, size));
  let filled = 0;
  for await (const each of body) {
    let chunk: Buffer = Buffer.isBuffer(each) ? each : Buffer.from(each);
    came += chunk.length;
    if (came > size) throw wrongSize(size, came);
    while (chunk.length > 0) {
      const taken = chunk.copy(part, filled);
      filled += taken;
      chunk = chunk.subarray(taken);
      // The last part is yielded once it is certain that nothing follows.
      if (filled < part.length || came - chunk.length === size) continue;
      yield part;
      part = Buffer.allocUnsafe(Math.min(partBytes, size - came + chunk.length));
      filled = 0;
    }
  }
  if (came !== size) throw wrongSize(size, came);
  yield part.subarray(0, filled);
};
