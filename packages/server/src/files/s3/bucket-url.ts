interface BucketPlace {
  bucket: string;
  region: string;
  endpoint?: string;
  pathStyle?: boolean;
}

/** Address of a bucket, without a slash at the end. Throws a plain `Error` that names the option that cannot be meant. */
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
