import { randomUUID } from 'node:crypto';
import { answeredError, codeOf, isMissing } from './s3-errors.ts';
import type { CallS3, S3Answer } from './s3-request.ts';

/** Uploads that the service assembles when all parts are there. */
export interface Multipart {
  /**
   * Uploads a body in parts. Rejects if one fails; the service has discarded the parts then, if it can be
   * reached.
   */
  put(key: string, parts: AsyncIterable<Uint8Array>, headers: Record<string, string>): Promise<void>;
  /** Aborts uploads begun before a time, ms since the epoch, and returns how many. */
  removeBegunBefore(time: number, prefix: string): Promise<number>;
}

const markHeader = 'x-amz-meta-upload';

export const createMultipart = (call: CallS3): Multipart => {
  const good = async (answer: S3Answer, what: string): Promise<S3Answer> => {
    if (answer.status >= 200 && answer.status < 300) return answer;
    throw answeredError(answer, what);
  };

  const abort = async (key: string, uploadId: string): Promise<void> => {
    const answer = await call({ method: 'DELETE', key, query: { uploadId } });
    if (!isMissing(answer)) await good(answer, 'ending an upload');
  };

  const finish = async (key: string, uploadId: string, tags: string[], mark: string): Promise<void> => {
    const parts = tags.map((tag, at) => `<Part><PartNumber>${at + 1}</PartNumber><ETag>${tag}</ETag></Part>`);
    const body = `<CompleteMultipartUpload>${parts.join('')}</CompleteMultipartUpload>`;
    const headers = { 'content-type': 'application/xml' };
    const answer = await call({ method: 'POST', key, query: { uploadId }, body, headers });
    if (codeOf(answer.text) === 'NoSuchUpload') {
      // Done already, by the call whose response was lost.
      const there = await call({ method: 'HEAD', key });
      if (there.status === 200 && there.headers.get(markHeader) === mark) return;
    }
    await good(answer, 'ending an upload');
  };

  return {
    put: async (key, parts, headers) => {
      const mark = randomUUID();
      const begun = await call({
        method: 'POST',
        key,
        query: { uploads: '' },
        headers: { ...headers, [markHeader]: mark },
        once: true,
      });
      const uploadId = valueOf((await good(begun, 'beginning an upload')).text, 'UploadId');
      if (uploadId === '') throw new Error('S3 began an upload without an id');
      try {
        const tags: string[] = [];
        for await (const body of parts) {
          const query = { partNumber: String(tags.length + 1), uploadId };
          const answer = await good(await call({ method: 'PUT', key, query, body }), 'PUT of a part');
          tags.push(answer.headers.get('etag') ?? '');
        }
        await finish(key, uploadId, tags, mark);
      } catch (error) {
        // If the abort fails, `removeUnfinished` does it; the first error says more.
        await abort(key, uploadId).catch(() => undefined);
        throw error;
      }
    },
    removeBegunBefore: async (time, prefix) => {
      let removed = 0;
      for (let markers: Record<string, string> = {}; ;) {
        const listed = await call({ method: 'GET', query: { uploads: '', prefix, ...markers } });
        const { text } = await good(listed, 'a list of uploads');
        for (const [, upload = ''] of text.matchAll(/<Upload>([^]*?)<\/Upload>/g)) {
          const [key, uploadId] = [valueOf(upload, 'Key'), valueOf(upload, 'UploadId')];
          if (!key.startsWith(prefix) || Date.parse(valueOf(upload, 'Initiated')) >= time) continue;
          await abort(key, uploadId);
          removed += 1;
        }
        if (valueOf(text, 'IsTruncated') !== 'true') return removed;
        markers = {
          'key-marker': valueOf(text, 'NextKeyMarker'),
          'upload-id-marker': valueOf(text, 'NextUploadIdMarker'),
        };
      }
    },
  };
};

/** Returns the text of the first element of this name, or ''. */
export const valueOf = (xml: string, name: string): string =>
  new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1]?.replaceAll('&amp;', '&') ?? '';
