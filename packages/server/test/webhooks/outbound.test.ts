import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createChatServer } from '@chat/server';
import { expect, onTestFinished, test } from 'vitest';
import {
  createOutboundRequests,
  RefusedAddressError,
  type ResolveName,
} from '../../src/outbound/outbound-requests.ts';
import { privateAddresses, privateUrls, publicAddresses } from './hostile-addresses.ts';
import { isPublicAddress } from '../../src/outbound/public-address.ts';
import { secret } from './webhook-receiver.ts';

const request = { method: 'GET', headers: {}, timeoutMs: 2_000, maxBytes: 1_000 } as const;

const resolvesTo =
  (...addresses: string[]): ResolveName =>
  (_name, _options, callback) =>
    callback(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );

/** A server on this machine that must not be reached. */
const startInner = async (): Promise<{ server: Server; port: number; count: () => number }> => {
  let requests = 0;
  const server = createServer((_request, response) => {
    requests += 1;
    response.end('inner');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return { server, port: (server.address() as AddressInfo).port, count: () => requests };
};

test.each(privateAddresses)('%s is not a public address', (address) => {
  expect(isPublicAddress(address)).toBe(false);
});

test.each(publicAddresses)('%s is a public address', (address) => {
  expect(isPublicAddress(address)).toBe(true);
});

test.each(privateUrls)('no request goes to %s', async (url) => {
  const outbound = createOutboundRequests({ privateHosts: [] });
  onTestFinished(outbound.close);
  await expect(outbound.send(new URL(url), request)).rejects.toBeInstanceOf(RefusedAddressError);
  expect(() => createChatServer(createServer(), { webhooks: [{ url, secret }] })).toThrow(/webhooks/);
});

test.each(privateAddresses)('no request goes to a name that resolves to %s', async (address) => {
  const { port, count } = await startInner();
  for (const addresses of [[address], ['93.184.215.14', address], [address, '93.184.215.14']]) {
    const outbound = createOutboundRequests({ privateHosts: [], resolveName: resolvesTo(...addresses) });
    onTestFinished(outbound.close);
    await expect(outbound.send(new URL(`http://hooks.example.org:${port}/`), request)).rejects.toThrow(
      RefusedAddressError,
    );
  }
  expect(count()).toBe(0);
});

test('a name is resolved once, and the connection goes to what was checked', async () => {
  const inner = await startInner();
  let requests = 0;
  const outer = createServer((_request, response) => {
    requests += 1;
    response.writeHead(200, { connection: 'close' }).end('outer');
  });
  // The same port on another address, which stands for a public one.
  await new Promise<void>((resolve) => outer.listen(inner.port, '127.0.0.2', resolve));
  onTestFinished(() => void outer.close());
  let asked = 0;
  const rebinding: ResolveName = (_name, options, callback) => {
    asked += 1;
    resolvesTo(asked === 1 ? '127.0.0.2' : '127.0.0.1')('', options, callback);
  };
  const isAllowed = (address: string): boolean => address === '127.0.0.2';
  const outbound = createOutboundRequests({ privateHosts: [], resolveName: rebinding, isAllowed });
  onTestFinished(outbound.close);
  const url = new URL(`http://rebinding.example.org:${inner.port}/`);
  expect((await outbound.send(url, request)).body.toString()).toBe('outer');
  expect({ asked, requests }).toEqual({ asked: 1, requests: 1 });
  await expect(outbound.send(url, request)).rejects.toThrow(RefusedAddressError);
  expect(inner.count()).toBe(0);
});

test('a connection is used again, and closed once it is idle', async () => {
  const { server, port } = await startInner();
  server.keepAliveTimeout = 0;
  let connections = 0;
  const closed = new Promise<void>((resolve) => {
    server.on('connection', (socket) => {
      connections += 1;
      socket.on('close', resolve);
    });
  });
  const outbound = createOutboundRequests({ privateHosts: ['127.0.0.1'], idleMs: 100 });
  onTestFinished(outbound.close);
  const url = new URL(`http://127.0.0.1:${port}/`);
  await outbound.send(url, request);
  await outbound.send(url, request);
  expect(connections).toBe(1);
  await closed;
});

test('a host that the operator lists may be private, on its port only if one is given', async () => {
  const { port, count } = await startInner();
  const url = new URL(`http://127.0.0.1:${port}/`);
  for (const privateHosts of [['127.0.0.1'], [`127.0.0.1:${port}`]]) {
    const outbound = createOutboundRequests({ privateHosts });
    onTestFinished(outbound.close);
    expect((await outbound.send(url, request)).body.toString()).toBe('inner');
  }
  const other = createOutboundRequests({ privateHosts: ['127.0.0.1:1', '127.0.0.2', 'localhost'] });
  onTestFinished(other.close);
  await expect(other.send(url, request)).rejects.toThrow(RefusedAddressError);
  expect(count()).toBe(2);
});
