import type { Address } from '../connection/server-address.ts';

const served = /^\/.*(\/(?:files|exports|pictures)\/[^/]+)$/;

/**
 * An address that the server made, as it is reached from here. Behind a proxy that strips a prefix, the chat's path is longer here
 * than the server knows.
 */
export const reachableUrl = (url: string, { origin, path }: Address): string => {
  const [, below] = served.exec(url) ?? [];
  return new URL(below === undefined ? url : path + below, origin).href;
};
