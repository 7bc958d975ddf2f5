import { createHash, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AwsV4Signer } from 'aws4fetch';
import { startProgram } from '../../scripts/start-program.mjs';
import { findSwift } from '../../scripts/pythons.mjs';

/** The options of `s3FileStore` to reach it. */
export interface SwiftAccess {
  endpoint: string;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
  pathStyle: true;
}

/** A real OpenStack Swift on a free port, spoken to by its S3 interface. */
export interface Swift {
  port: number;
  access: SwiftAccess;
  /** Makes a bucket; `quotaBytes` is how much goes in. */
  bucket(quotaBytes?: number): Promise<string>;
  /** A request signed by hand, as any other S3 client would send it. `path` begins with the bucket. */
  ask(method: string, path: string): Promise<{ status: number; text: string; headers: Headers }>;
  stop(): Promise<void>;
}

const region = 'us-east-1';
const server = fileURLToPath(new URL('swift-server.py', import.meta.url));

export const startSwift = async (): Promise<Swift> => {
  const python = findSwift();
  if (!python)
    throw new Error(
      'OpenStack Swift is missing: run `node scripts/ensure-system.mjs`, which installs it or says how',
    );
  const folder = await mkdtemp(join(tmpdir(), 'chat-swift-'));
  const [accessKeyId, secretAccessKey] = ['chat:files', randomUUID()];
  const args = ['-B', server, folder, accessKeyId, secretAccessKey];
  const swift = await startProgram(python, args, { ready: /^\d+\n/m, input: true });
  const port = Number(/^\d+$/m.exec(swift.said())?.[0]);
  const endpoint = `http://127.0.0.1:${port}`;

  const ask = async (method: string, path: string) => {
    const signer = new AwsV4Signer({
      method,
      url: `${endpoint}/${path}`,
      headers: { 'x-amz-content-sha256': createHash('sha256').digest('hex') },
      service: 's3',
      region,
      accessKeyId,
      secretAccessKey,
    });
    const { url, headers } = await signer.sign();
    const response = await fetch(url, { method, headers });
    return { status: response.status, text: await response.text(), headers: response.headers };
  };

  /** A quota is no matter of S3: Swift's own interface sets it. */
  const setQuota = async (bucket: string, bytes: number): Promise<void> => {
    const own = { 'x-auth-user': accessKeyId, 'x-auth-key': secretAccessKey };
    const { headers } = await fetch(`${endpoint}/auth/v1.0`, { headers: own });
    const response = await fetch(`${headers.get('x-storage-url')}/${bucket}`, {
      method: 'POST',
      headers: {
        'x-auth-token': headers.get('x-auth-token') ?? '',
        'x-container-meta-quota-bytes': String(bytes),
      },
    });
    if (!response.ok) throw new Error(`no quota: ${response.status}`);
  };

  return {
    port,
    access: { endpoint, region, accessKeyId, secretAccessKey, pathStyle: true },
    bucket: async (quotaBytes) => {
      const bucket = `b-${randomUUID()}`;
      const { status, text } = await ask('PUT', bucket);
      if (status !== 200) throw new Error(`no bucket: ${status} ${text}`);
      if (quotaBytes !== undefined) await setQuota(bucket, quotaBytes);
      return bucket;
    },
    ask,
    stop: async () => {
      await swift.end();
      await rm(folder, { recursive: true });
    },
  };
};
