import type { Address } from '../connection/server-address.ts';

const served = /^\/.*(\/(?:files|exports|pictures|emoji)\/[^/]+)$/;

/**
 * Returns the absolute address of a path from the server. Behind a proxy that strips a prefix, the chat's
 * path is longer here than on the server.
 */
export const reachableUrl = (url: string, { origin, path }: Address): string => {
  const [, below] = served.exec(url) ?? [];
  return new URL(below === undefined ? url : path + below, origin).href;
};
