export { s3FileStore, type S3FileStore, type S3FileStoreOptions } from './files/s3/s3-file-store.ts';
export type { S3Credentials } from './files/s3/s3-request.ts';
