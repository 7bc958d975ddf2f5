import { valueOf } from './multipart.ts';
import { answeredError } from './s3-errors.ts';
import type { CallS3 } from './s3-request.ts';

/** Returns the keys below a prefix, without the prefix. */
export const listKeys = async (call: CallS3, prefix: string): Promise<string[]> => {
  const keys: string[] = [];
  for (let token = ''; ;) {
    const query = { 'list-type': '2', prefix, ...(token === '' ? {} : { 'continuation-token': token }) };
    const answer = await call({ method: 'GET', query });
    if (answer.status !== 200) throw answeredError(answer, 'a list of objects');
    for (const [, object = ''] of answer.text.matchAll(/<Contents>([^]*?)<\/Contents>/g)) {
      const key = valueOf(object, 'Key');
      if (key.startsWith(prefix)) keys.push(key.slice(prefix.length));
    }
    token = valueOf(answer.text, 'NextContinuationToken');
    if (valueOf(answer.text, 'IsTruncated') !== 'true' || token === '') return keys;
  }
};
