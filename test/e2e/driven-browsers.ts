// Firefox and WebKit as the distribution ships them: the first over WebDriver BiDi, which it speaks itself, the
// second over WebDriver and its own driver. Both take the same input actions.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { startProgram, type Program } from '../../scripts/start-program.mjs';
import { findFirefox, findWebkit } from '../../scripts/system-programs.mjs';
import { freePort } from './free-port.ts';

/** What a driver of a browser does for a page. */
export interface Driver {
  /** Name and version of the browser. */
  version: string;
  open(url: string): Promise<void>;
  /** Runs an expression in the page, and returns what its promise resolves to. */
  run(expression: string): Promise<unknown>;
  /** Performs input actions, in the notation of WebDriver. */
  act(actions: object[]): Promise<void>;
  /** Chooses files for the input that an expression returns. */
  choose(expression: string, path: string): Promise<void>;
  resize(width: number, height: number): Promise<void>;
  screenshot(): Promise<Buffer>;
}

const start = async (...given: Parameters<typeof startProgram>): Promise<Program> => {
  const program = await startProgram(...given);
  onTestFinished(() => void program.end('SIGKILL'));
  return program;
};

const folder = (): string => {
  const path = mkdtempSync(join(tmpdir(), 'chat-browser-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true, maxRetries: 5 }));
  return path;
};

type Fields = Record<string, unknown>;

/** A connection to Firefox: sends commands of WebDriver BiDi. */
const connectBidi = async (url: string): Promise<(method: string, params: Fields) => Promise<Fields>> => {
  const socket = new WebSocket(url);
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve);
    socket.addEventListener('error', () => reject(new Error(`no connection to ${url}`)));
  });
  const waiting = new Map<number, (message: Fields) => void>();
  socket.addEventListener('message', ({ data }) => {
    const message = JSON.parse(String(data)) as Fields;
    waiting.get(Number(message['id']))?.(message);
  });
  onTestFinished(() => socket.close());
  let id = 0;
  return async (method, params) => {
    const own = ++id;
    const { result, error, message } = await new Promise<Fields>((resolve) => {
      waiting.set(own, resolve);
      socket.send(JSON.stringify({ id: own, method, params }));
    });
    waiting.delete(own);
    if (error !== undefined) throw new Error(`${method}: ${JSON.stringify([error, message])}`);
    return result as Fields;
  };
};

export const startFirefox = async (): Promise<Driver> => {
  const home = folder();
  const args = ['--headless', '--no-remote', '--profile', home, '--remote-debugging-port', '0'];
  const listening = /WebDriver BiDi listening on (ws:\S+)/;
  const env = { ...process.env, HOME: home, MOZ_DISABLE_AUTO_SAFE_MODE: '1' };
  const firefox = await start(findFirefox() ?? '', args, { ready: listening, env });
  const send = await connectBidi(`${listening.exec(firefox.said())?.[1]}/session`);
  const session = (await send('session.new', { capabilities: {} })) as {
    capabilities: { browserVersion: string };
  };
  const tree = (await send('browsingContext.getTree', {})) as { contexts: [{ context: string }] };
  const [{ context }] = tree.contexts;

  const evaluate = async (expression: string): Promise<Fields> => {
    const target = { context };
    const given = { expression, target, awaitPromise: true, userActivation: false };
    const { result, exceptionDetails } = await send('script.evaluate', given);
    if (exceptionDetails) throw new Error(String((exceptionDetails as Fields)['text']));
    return result as Fields;
  };
  return {
    version: `Firefox ${session.capabilities.browserVersion}`,
    open: async (url) => void (await send('browsingContext.navigate', { context, url, wait: 'complete' })),
    run: async (expression) => {
      const { value } = await evaluate(`(async () => JSON.stringify(await (${expression})))()`);
      return typeof value === 'string' ? JSON.parse(value) : undefined;
    },
    act: async (actions) => void (await send('input.performActions', { context, actions })),
    choose: async (expression, path) => {
      const { sharedId } = await evaluate(expression);
      await send('input.setFiles', { context, element: { sharedId }, files: [path] });
    },
    resize: async (width, height) =>
      void (await send('browsingContext.setViewport', { context, viewport: { width, height } })),
    screenshot: async () => {
      const { data } = await send('browsingContext.captureScreenshot', { context });
      return Buffer.from(String(data), 'base64');
    },
  };
};

export const startWebkit = async (): Promise<Driver> => {
  const found = findWebkit();
  // It draws to a display of its own, which nobody sees.
  const screen = ['-displayfd', '1', '-screen', '0', '1400x1000x24', '-nolisten', 'tcp'];
  const display = await start(found?.display ?? '', screen, { ready: /^\d+\s/ });
  const port = await freePort();
  const env = {
    ...process.env,
    DISPLAY: `:${Number.parseInt(display.said(), 10)}`,
    HOME: folder(),
    LIBGL_ALWAYS_SOFTWARE: '1',
  };
  // The driver prints nothing when it listens.
  const command = ['-c', 'echo starts; exec "$0" "$@"', found?.driver ?? '', `--port=${port}`];
  await start('/bin/sh', command, { ready: 'starts', env });
  const call = async (method: string, path: string, body?: Fields): Promise<unknown> => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    const { value } = (await response.json()) as { value: unknown };
    if (!response.ok) throw new Error(`${method} ${path}: ${JSON.stringify(value)}`);
    return value;
  };
  while (!(await call('GET', '/status').catch(() => false)))
    await new Promise((done) => setTimeout(done, 50));
  const { sessionId, capabilities } = (await call('POST', '/session', { capabilities: {} })) as {
    sessionId: string;
    capabilities: { browserVersion: string };
  };
  const session = (method: string, path: string, body?: Fields) =>
    call(method, `/session/${sessionId}/${path}`, body);
  const evaluate = (script: string) => session('POST', 'execute/sync', { script, args: [] });
  return {
    version: `WebKitGTK ${capabilities.browserVersion}`,
    open: async (url) => void (await session('POST', 'url', { url })),
    run: async (expression) => {
      const text = await evaluate(`return (async () => JSON.stringify(await (${expression})))()`);
      return typeof text === 'string' ? JSON.parse(text) : undefined;
    },
    act: async (actions) => void (await session('POST', 'actions', { actions })),
    choose: async (expression, path) => {
      const [id] = Object.values((await evaluate(`return ${expression}`)) as Record<string, string>);
      await session('POST', `element/${id}/value`, { text: path });
    },
    resize: async (width, height) => void (await session('POST', 'window/rect', { width, height })),
    screenshot: async () => Buffer.from(String(await session('GET', 'screenshot')), 'base64'),
  };
};
