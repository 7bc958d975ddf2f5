import { lookup as systemLookup, type LookupAddress } from 'node:dns';
import { Agent as HttpAgent, request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { isPublicAddress } from './public-address.ts';

/**
 * The request would go to an address that is not public, to another protocol, or to a port that is not
 * allowed.
 */
export class RefusedAddressError extends Error {
  override readonly name = 'RefusedAddressError';
}

export interface OutboundRequest {
  method: 'GET' | 'POST';
  headers: Readonly<Record<string, string>>;
  body?: string;
  /** For everything: the name, the connection, the response and its body. */
  timeoutMs: number;
  /** How much of the response's body is read; the rest is not. */
  maxBytes: number;
  signal?: AbortSignal;
}

export interface OutboundResponse {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
  /** The body is longer than `maxBytes`. */
  isCut: boolean;
}

/** Resolves a name to all its addresses, like `dns.lookup` with `all`. */
export type ResolveName = (
  name: string,
  options: { all: true },
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

export interface OutboundOptions {
  /**
   * Hosts that may have private addresses, and may be reached without TLS; with their port, or on any port.
   */
  privateHosts: readonly string[];
  /** Connects to ports 80 and 443 only, except on `privateHosts`. */
  standardPorts?: boolean;
  /** How long a connection without a request stays open, ms. */
  idleMs?: number;
  resolveName?: ResolveName;
  /** Default: public addresses. */
  isAllowed?: (address: string) => boolean;
}

/** Sends requests to addresses that users or other servers name. */
export interface OutboundRequests {
  /**
   * Sends one request and follows no redirect. Throws `RefusedAddressError`, or the failure of the
   * connection.
   */
  send(url: URL, request: OutboundRequest): Promise<OutboundResponse>;
  /** Throws `RefusedAddressError` for a URL that is refused whatever its name resolves to. */
  check(url: URL): void;
  close(): void;
}

/** Returns whether `url` names one of these hosts, which may be given with a port. */
export const isListedHost = (url: URL, hosts: readonly string[]): boolean =>
  hosts.some((host) => host === url.host || host === url.hostname);

/**
 * Creates requests that reach public addresses only. A name is resolved once per connection, every address
 * that it resolves to must be public, and the connection goes to one of these addresses: a name that resolves
 * differently later changes nothing.
 */
export const createOutboundRequests = (options: OutboundOptions): OutboundRequests => {
  const { privateHosts, standardPorts = false, resolveName = systemLookup } = options;
  const { idleMs = 5_000, isAllowed = isPublicAddress } = options;

  const lookup: LookupFunction = (name, { all }, callback) => {
    resolveName(name, { all: true }, (error, addresses) => {
      const [first] = error ? [] : addresses;
      if (error || !first) return callback(error ?? new Error(`${name} has no address`), '', 0);
      if (!addresses.every(({ address }) => isAllowed(address)))
        return callback(new RefusedAddressError(`${name} has an address that is not public`), '', 0);
      if (all) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };
  const idle = { keepAlive: true, timeout: idleMs };
  const agents = {
    public: {
      'https:': new HttpsAgent({ ...idle, lookup }),
      'http:': new HttpAgent({ ...idle, lookup }),
    },
    private: { 'https:': new HttpsAgent(idle), 'http:': new HttpAgent(idle) },
  };
  const all = Object.values(agents).flatMap((each) => Object.values(each));

  const check = (url: URL): void => {
    if (url.protocol !== 'https:' && url.protocol !== 'http:')
      throw new RefusedAddressError(`${url.protocol} is not http or https`);
    if (url.username || url.password) throw new RefusedAddressError('the address has a user name');
    if (isListedHost(url, privateHosts)) return;
    if (standardPorts && url.port !== '') throw new RefusedAddressError(`port ${url.port} is not allowed`);
    const name = url.hostname.replace(/^\[|\]$/g, '');
    if (isIP(name) !== 0 && !isPublicAddress(name)) throw new RefusedAddressError(`${name} is not public`);
    // These names belong to this machine, whatever a resolver returns.
    if (/(^|\.)(localhost|local|internal)\.?$/i.test(name))
      throw new RefusedAddressError(`${name} is not public`);
  };

  return {
    check,
    send: async (url, request) => {
      check(url);
      const protocol = url.protocol as 'https:' | 'http:';
      const agent = agents[isListedHost(url, privateHosts) ? 'private' : 'public'][protocol];
      return exchange(url, agent, request);
    },
    close: () => {
      for (const agent of all) agent.destroy();
    },
  };
};

const exchange = (url: URL, agent: HttpAgent, request: OutboundRequest): Promise<OutboundResponse> =>
  new Promise((resolve, reject) => {
    const { method, headers, body, timeoutMs, maxBytes, signal } = request;
    const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
    const sent = send(url, {
      method,
      agent,
      headers: { ...headers, ...(body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }) },
      ...(signal && { signal }),
    });
    const timer = setTimeout(() => sent.destroy(new Error(`no response within ${timeoutMs} ms`)), timeoutMs);
    const fail = (error: Error): void => {
      clearTimeout(timer);
      reject(error);
    };
    sent.on('error', fail);
    sent.on('response', (response) => {
      const chunks: Buffer[] = [];
      let size = 0;
      const finish = (isCut: boolean): void => {
        clearTimeout(timer);
        const received = Buffer.concat(chunks).subarray(0, maxBytes);
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: received, isCut });
      };
      response.on('data', (chunk: Buffer) => {
        size += chunk.length;
        chunks.push(chunk);
        if (size <= maxBytes) return;
        finish(true);
        sent.destroy();
      });
      response.on('end', () => finish(false));
      response.on('error', fail);
    });
    sent.end(body);
  });
