import { SpanKind, SpanStatusCode, trace, context } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import { afterAll, expect, test } from 'vitest';
import { connect, startServer } from '../chat/harness.ts';

context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
afterAll(() => context.disable());

const tracing = () => {
  const exporter = new InMemorySpanExporter();
  const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
  return { tracer: provider.getTracer('chat'), spans: () => exporter.getFinishedSpans() };
};

test('each command is a span, with its room and how it was refused, and without texts and users', async () => {
  const { tracer, spans } = tracing();
  const { url } = await startServer({ tracer });
  const ana = await connect(url, { name: 'Ana Secreta' });
  await ana.call('room:join', { roomId: 'plaza' });
  await ana.call('message:send', { roomId: 'plaza', id: crypto.randomUUID(), text: 'un texto secreto' });
  const refused = await ana.call('room:get', { roomId: 'otra' }).catch((error: unknown) => error);
  const made = spans().filter(({ name }) => ['room:join', 'message:send', 'room:get'].includes(name));
  expect(made.map(({ name, kind, attributes }) => [name, kind, attributes['chat.room.id']])).toEqual([
    ['room:join', SpanKind.SERVER, 'plaza'],
    ['message:send', SpanKind.SERVER, 'plaza'],
    ['room:get', SpanKind.SERVER, 'otra'],
  ]);
  expect(made[2]).toMatchObject({
    status: { code: SpanStatusCode.UNSET },
    attributes: {
      'rpc.system': 'chat',
      'chat.transport': 'socket',
      'error.type': 'not_found',
      'chat.request.id': (refused as { requestId: string }).requestId,
    },
  });
  expect(JSON.stringify(made.map(({ name, attributes }) => [name, attributes]))).not.toMatch(/secret/i);
});

test('a fault is an error, and an unknown command has no name of its own', async () => {
  const { tracer, spans } = tracing();
  const { url } = await startServer({
    tracer,
    logger: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
    hooks: {
      'before:room:join': () => {
        throw new TypeError('broken');
      },
    },
  });
  const ana = await connect(url);
  await ana.call('room:join', { roomId: 'plaza' }).catch(() => {});
  await ana.call('made:up' as 'room:join', { roomId: 'plaza' }).catch(() => {});
  const [joined, unknown] = spans().filter(({ attributes }) => attributes['error.type'] !== undefined);
  expect(joined?.status).toEqual({ code: SpanStatusCode.ERROR, message: 'internal' });
  expect([unknown?.name, unknown?.attributes['error.type']]).toEqual(['unknown', 'invalid']);
});

test('commands in process are below the span of the application, and hooks below that of the command', async () => {
  const { tracer, spans } = tracing();
  const { chat } = await startServer({
    tracer,
    hooks: { 'before:room:join': () => tracer.startActiveSpan('check', (span) => span.end()) },
  });
  await tracer.startActiveSpan('request', async (span) => {
    await chat.as({ id: 'ana', name: 'Ana' }).call('room:join', { roomId: 'plaza' });
    span.end();
  });
  const byName = new Map(spans().map((span) => [span.name, span]));
  const idOf = (name: string) => byName.get(name)?.spanContext().spanId;
  expect(byName.get('room:join')?.parentSpanContext?.spanId).toBe(idOf('request'));
  expect(byName.get('check')?.parentSpanContext?.spanId).toBe(idOf('room:join'));
  expect(trace.getActiveSpan()).toBeUndefined();
});
