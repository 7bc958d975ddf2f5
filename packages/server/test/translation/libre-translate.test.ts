// The adapter for LibreTranslate, against a server with the same interface: none can be installed here.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { libreTranslate } from '@chat/server';
import { expect, onTestFinished, test } from 'vitest';

interface Asked {
  path: string;
  body: Record<string, unknown>;
}

type Respond = (asked: Asked, response: ServerResponse) => void;

const json = (response: ServerResponse, value: unknown, status = 200): void =>
  void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));

const read = async (request: IncomingMessage): Promise<Record<string, unknown>> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
};

const translateInto: Respond = ({ body }, response) =>
  json(response, {
    translatedText: `${String(body['target'])}: ${String(body['q'])}`,
    detectedLanguage: { confidence: 90, language: 'en' },
  });

/** A server with the routes of LibreTranslate, and what it was asked for. */
const startTranslator = async (respond: Respond = translateInto) => {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    void read(request).then((body) => {
      const each = { path: request.url ?? '', body };
      asked.push(each);
      respond(each, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const start = (more = {}) => {
    const options = libreTranslate({ url, ...more });
    onTestFinished(() => options.close?.());
    return options;
  };
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { asked, url, start };
};

const signal = AbortSignal.timeout(60_000);

test('sends the text, the language and the key, and reads the language that it detects', async () => {
  const { asked, start } = await startTranslator();
  const { translate } = start({ apiKey: 'k' });
  expect(await translate('Good morning', null, 'es', { signal })).toEqual({
    text: 'es: Good morning',
    from: 'en',
  });
  expect(await translate('Good morning', 'pt', 'es', { signal })).toEqual({
    text: 'es: Good morning',
    from: 'pt',
  });
  expect(asked).toEqual([
    {
      path: '/translate',
      body: { q: 'Good morning', source: 'auto', target: 'es', format: 'text', api_key: 'k' },
    },
    {
      path: '/translate',
      body: { q: 'Good morning', source: 'pt', target: 'es', format: 'text', api_key: 'k' },
    },
  ]);
});

test('lists the languages of the server, below a path, too', async () => {
  const { asked, start, url } = await startTranslator((_asked, response) =>
    json(response, [{ code: 'en', name: 'English' }, { code: 'zh-Hans' }, {}]),
  );
  const { languages } = start({ url: `${url}/libre/` });
  expect(typeof languages === 'function' && (await languages({ signal }))).toEqual(['en', 'zh-Hans']);
  expect(asked.map(({ path }) => path)).toEqual(['/libre/languages']);
});

test('asks again while the server is busy, and gives up after three times', async () => {
  let busy = 2;
  const { asked, start } = await startTranslator((each, response) => {
    if (busy-- > 0) response.writeHead(busy === 1 ? 503 : 429).end();
    else translateInto(each, response);
  });
  const { translate } = start();
  expect(await translate('Hi', null, 'es', { signal })).toMatchObject({ text: 'es: Hi' });
  expect(asked).toHaveLength(3);
  busy = 10;
  await expect(translate('Hi', null, 'es', { signal })).rejects.toThrow(/status (503|429)/);
  expect(asked).toHaveLength(6);
});

test('an unknown language is refused by name, without the words of the server', async () => {
  const { start } = await startTranslator(({ body }, response) =>
    json(response, { error: `xx is not supported: ${String(body['q'])}` }, 400),
  );
  const failure = await Promise.resolve(start().translate('Secret', null, 'xx', { signal })).catch(
    (error: unknown) => error,
  );
  expect(failure).toMatchObject({ code: 'invalid', reason: 'language_unsupported', field: 'to' });
  expect(String(failure)).not.toContain('Secret');
});

test.each<[string, Respond]>([
  [
    'a redirect',
    (_asked, response) => void response.writeHead(307, { location: 'http://127.0.0.1:1/' }).end(),
  ],
  ['a wrong key', (_asked, response) => json(response, { error: 'Invalid API key' }, 403)],
  ['another type', (_asked, response) => void response.end('<html>')],
  ['no text', (_asked, response) => json(response, {})],
  ['a long response', (_asked, response) => json(response, { translatedText: 'x'.repeat(300_000) })],
])('%s is an error', async (_, respond) => {
  const { start } = await startTranslator(respond);
  await expect(start().translate('Hi', null, 'es', { signal })).rejects.toThrow('LibreTranslate');
});

test('an aborted translation sends nothing more', async () => {
  const abort = new AbortController();
  const { asked, start } = await startTranslator((_asked, response) => {
    response.writeHead(503).end();
    abort.abort();
  });
  await expect(start().translate('Hi', null, 'es', { signal: abort.signal })).rejects.toMatchObject({
    name: 'AbortError',
  });
  expect(asked).toHaveLength(1);
});

test.each(['translate.example', 'ftp://translate.example', 'http://user:pw@translate.example', ''])(
  'the address %j is refused',
  (url) => {
    expect(() => libreTranslate({ url })).toThrow('libreTranslate: url must look like');
  },
);

test('an unknown option is refused', () => {
  expect(() => libreTranslate({ url: 'http://localhost:5000', key: 'k' } as never)).toThrow(
    "no option 'key'",
  );
});
