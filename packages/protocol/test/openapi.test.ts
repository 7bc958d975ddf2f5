import { commandNames, commands, routes } from '@chat/protocol';
import { openApiDocument } from '@chat/protocol/openapi';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { messageSchema } from '../src/features/messages.ts';

const document = openApiDocument({ path: '/chat', version: '1.2.3' });
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
);

/** Every object inside a value, itself included. */
const inside = (value: unknown): Record<string, unknown>[] =>
  typeof value !== 'object' || value === null
    ? []
    : [value as Record<string, unknown>, ...Object.values(value).flatMap(inside)];

describe('the OpenAPI document', () => {
  test('has one operation for each command, at its route', () => {
    // And the two uploads, which are no commands.
    expect(operations).toHaveLength(commandNames.length + 2);
    for (const { command, method, path, status } of routes) {
      const operation = document.paths[path.replaceAll(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()];
      expect(operation?.summary).toBe(commands[command].summary);
      expect(Object.keys(operation?.responses ?? {})).toContain(String(status));
    }
    expect(new Set(operations.map(({ operation }) => operation.operationId)).size).toBe(operations.length);
  });

  test('declares every path parameter once, required, and no other', () => {
    for (const { path, operation } of operations) {
      const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      const declared = (operation.parameters ?? []).filter((parameter) => parameter.in === 'path');
      expect(declared.map(({ name }) => name)).toEqual(named);
      expect(declared.every(({ required }) => required)).toBe(true);
    }
  });

  test('is plain JSON in which every reference resolves and every schema has properties', () => {
    expect(structuredClone(document)).toEqual(document);
    const references = inside(document).flatMap(({ $ref }) => (typeof $ref === 'string' ? [$ref] : []));
    expect(references.length).toBeGreaterThan(50);
    for (const reference of new Set(references)) {
      const [root, ...keys] = reference.split('/');
      const target = keys.reduce<unknown>((node, key) => (node as Record<string, unknown>)[key], document);
      expect([root, typeof target]).toEqual(['#', 'object']);
    }
    for (const [name, schema] of Object.entries(document.components.schemas))
      expect([name, schema['type'], Object.keys(schema['properties'] ?? {}).length > 0]).toEqual([
        name,
        'object',
        true,
      ]);
    expect(JSON.stringify(document)).not.toMatch(/\$defs|\$schema/);
  });

  test('refers to named schemas instead of repeating them', () => {
    const { Message, Room, Member, Error: error } = document.components.schemas;
    expect(Message).toMatchObject({
      properties: {
        seq: { type: 'integer', minimum: 0 },
        author: { $ref: '#/components/schemas/Author' },
        reactions: { type: 'array', items: { $ref: '#/components/schemas/Reaction' } },
      },
      required: [
        'id',
        'roomId',
        'seq',
        'rev',
        'kind',
        'author',
        'text',
        'attachments',
        'mentions',
        'reactions',
        'createdAt',
      ],
    });
    expect(Room).toMatchObject({ properties: { type: { enum: ['public', 'private', 'direct'] } } });
    expect(Member).toMatchObject({ properties: { user: { $ref: '#/components/schemas/User' } } });
    expect(error).toMatchObject({ required: ['code', 'message'] });
    expect(document.paths['/rooms/{roomId}/messages']?.['post']).toMatchObject({
      operationId: 'messageSend',
      requestBody: {
        required: true,
        content: {
          'application/json': { schema: { required: ['id', 'text'], additionalProperties: false } },
        },
      },
      responses: {
        201: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Message' } } } },
        429: { $ref: '#/components/responses/Error429' },
      },
    });
  });

  test('lists the other inputs of a GET as query parameters, optional if the schema says so', () => {
    const list = document.paths['/rooms/{roomId}/messages']?.['get'];
    const query = list?.parameters?.filter((parameter) => parameter.in === 'query');
    expect(query?.map(({ name, required }) => [name, required])).toEqual([
      ['threadId', false],
      ['before', false],
      ['after', false],
      ['around', false],
      ['aroundTime', false],
      ['withReplies', false],
      ['limit', false],
    ]);
    expect(query?.at(-1)?.schema).toMatchObject({ type: 'integer', minimum: 1, maximum: 100 });
    expect(list).not.toHaveProperty('requestBody');
  });

  test('requires a bearer token and has the base path as its server', () => {
    expect(document.servers).toEqual([{ url: '/chat/api' }]);
    expect(document.components.securitySchemes['bearer']).toMatchObject({ type: 'http', scheme: 'bearer' });
    expect(document.security).toEqual([{ bearer: [] }]);
    expect(document.info.version).toBe('1.2.3');
  });
});

test('the message schema accepts a tombstone and rejects malformed messages', () => {
  const message = {
    id: '01890f7e-1c3a-7cc0-98c5-000000000000',
    roomId: 'r',
    seq: 1,
    rev: 4,
    kind: 'text',
    author: { id: 'ana', name: 'Ana' },
    text: '',
    attachments: [],
    mentions: [],
    reactions: [],
    createdAt: 1,
    deletedAt: 2,
  };
  expect(v.is(messageSchema, message)).toBe(true);
  expect(v.is(messageSchema, { ...message, seq: -1 })).toBe(false);
  expect(v.is(messageSchema, { ...message, author: 'ana' })).toBe(false);
});
