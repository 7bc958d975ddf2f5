import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

export interface ModelEndpoint {
  url: string;
  /** Its requests, newest last. */
  asked: {
    key: string | undefined;
    body: { model: string; messages: { role: string; content: string }[] };
  }[];
  /** Streams a piece of the answer that is under way. */
  say(piece: string): void;
  end(): void;
}

/** Speaks OpenAI's chat completions, one piece whenever the test says so. */
export const modelEndpoint = async (): Promise<ModelEndpoint> => {
  const asked: ModelEndpoint['asked'] = [];
  let write = (_text: string): void => undefined;
  let finish = (): void => undefined;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      asked.push({
        key: request.headers.authorization,
        body: JSON.parse(Buffer.concat(chunks).toString()) as never,
      });
      response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
      write = (text) => void response.write(`data: ${text}\n\n`);
      finish = () => void response.end('data: [DONE]\n\n');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    asked,
    say: (content) => write(JSON.stringify({ choices: [{ delta: { content } }] })),
    end: () => finish(),
  };
};
