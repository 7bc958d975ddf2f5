import { toJsonSchema, toJsonSchemaDefs, type ConversionConfig } from '@valibot/to-json-schema';
import * as v from 'valibot';
import { auditEntrySchema } from './moderation/audit.ts';
import { callKinds, roomCallSchema } from './calls/calls.ts';
import { errorCodes, httpStatus, type ErrorBody } from './error.ts';
import { attachmentSchema, fileUrlSchema, roomFileSchema } from './features/files.ts';
import { groupCallSchema } from './calls/group-calls.ts';
import { banSchema, memberSchema } from './features/members.ts';
import { messagePageSchema, messageSchema, reactionSchema } from './features/messages.ts';
import { notificationSettingsSchema } from './features/notifications.ts';
import { count, schemaOf } from './outputs.ts';
import { readStateSchema, receiptSchema } from './features/receipts.ts';
import { reportSchema } from './moderation/reports.ts';
import { canSchema, roomSchema, roomSnapshotSchema, roomSummarySchema } from './features/rooms.ts';
import { routes, type CommandRoute } from './routes.ts';
import { searchHitSchema, searchPageSchema } from './features/search.ts';
import { authorSchema, profileSchema, userSchema } from './features/users.ts';
import { commands } from './wire.ts';

export interface OpenApiOptions {
  /** Where the chat is mounted, e.g. `/chat`. */
  path: string;
  /** Version of the server. */
  version: string;
}

/** A JSON Schema (2020-12), as plain JSON. */
export type JsonSchema = Record<string, unknown>;

/** An OpenAPI 3.1 document, as plain JSON. */
export interface OpenApiDocument {
  openapi: '3.1.0';
  info: { title: string; version: string; description: string };
  servers: { url: string }[];
  security: Record<string, string[]>[];
  tags: { name: string }[];
  paths: Record<string, Record<string, Operation>>;
  components: {
    schemas: Record<string, JsonSchema>;
    responses: Record<string, Response>;
    securitySchemes: Record<string, Record<string, string>>;
  };
}

interface Operation {
  operationId: string;
  summary: string;
  tags: string[];
  parameters?: Parameter[];
  requestBody?: { required: boolean; content: Content };
  responses: Record<string, Response | { $ref: string }>;
}

interface Parameter {
  name: string;
  in: 'path' | 'query';
  required: boolean;
  schema: JsonSchema;
}

interface Response {
  description: string;
  headers?: Record<string, { description: string; schema: JsonSchema }>;
  content: Content;
}

type Content = Partial<Record<'application/json' | 'multipart/form-data', { schema: JsonSchema }>>;
type Entries = v.ObjectEntries;

const errorSchema = schemaOf<Omit<ErrorBody, 'reason'> & { reason?: string }>()(
  v.object({
    code: v.picklist(errorCodes),
    reason: v.optional(v.pipe(v.string(), v.description('a finer distinction, e.g. name_taken'))),
    message: v.pipe(v.string(), v.description('in English, for developers and logs')),
    retryAfterMs: v.optional(count),
    field: v.optional(v.pipe(v.string(), v.description('dotted path of the invalid input field'))),
    requestId: v.optional(
      v.pipe(
        v.string(),
        v.description("identifies the call in the server's log, as the header X-Request-Id"),
      ),
    ),
    userId: v.optional(v.pipe(v.string(), v.description('with erased: id of the erased user, the caller'))),
  }),
);

/** Schemas that the document names and refers to, instead of repeating them. */
const schemas: Record<string, v.GenericSchema> = {
  User: userSchema,
  Author: authorSchema,
  Attachment: attachmentSchema,
  ReadState: readStateSchema,
  Receipt: receiptSchema,
  RoomFile: roomFileSchema,
  FileUrl: fileUrlSchema,
  Reaction: reactionSchema,
  Message: messageSchema,
  MessagePage: messagePageSchema,
  SearchHit: searchHitSchema,
  SearchPage: searchPageSchema,
  Room: roomSchema,
  RoomCall: roomCallSchema,
  GroupCall: groupCallSchema,
  Member: memberSchema,
  Ban: banSchema,
  Report: reportSchema,
  AuditEntry: auditEntrySchema,
  RoomSummary: roomSummarySchema,
  Can: canSchema,
  RoomSnapshot: roomSnapshotSchema,
  Profile: profileSchema,
  NotificationSettings: notificationSettingsSchema,
  Error: errorSchema,
};

const conversion: ConversionConfig = {
  target: 'draft-2020-12',
  // JSON Schema cannot express rules in code, such as a name without invisible characters.
  errorMode: 'ignore',
  typeMode: 'input',
  definitions: schemas,
  overrideRef: ({ referenceId }) => `#/components/schemas/${referenceId}`,
};

/** Returns the OpenAPI document of the REST API, derived from the table of commands. */
export const openApiDocument = ({ path, version }: OpenApiOptions): OpenApiDocument => ({
  openapi: '3.1.0',
  info: {
    title: 'Chat',
    version,
    description: 'Rooms, messages, members and presence. Every command of the socket has a route here.',
  },
  servers: [{ url: `${path.replace(/\/+$/, '')}/api` }],
  security: [{ bearer: [] }],
  tags: [...new Set(routes.map(tagOf))].map((name) => ({ name })),
  paths: paths(),
  components: {
    schemas: components(),
    responses: errorResponses(),
    securitySchemes: {
      bearer: {
        type: 'http',
        scheme: 'bearer',
        description: "A token that the application's `authenticate` accepts, or a guest's own from `hello`",
      },
    },
  },
});

const paths = (): OpenApiDocument['paths'] => {
  const found: OpenApiDocument['paths'] = {};
  for (const route of routes) {
    const path = route.path.replaceAll(/:(\w+)/g, '{$1}');
    found[path] = { ...found[path], [route.method.toLowerCase()]: operation(route) };
  }
  const files = '/rooms/{roomId}/files';
  found[files] = { ...found[files], post: uploadOperation() };
  found['/profile/picture'] = { put: pictureOperation() };
  return found;
};

/** Uploads have routes but no commands: their body is not JSON. */
const uploadOperation = (): Operation => ({
  operationId: 'fileUpload',
  summary: 'Upload a file to a room; only I can see it until I send it with a message, within an hour',
  tags: ['file'],
  parameters: [parameter('path', 'roomId', commands['file:list'].input.entries.roomId)],
  requestBody: {
    required: true,
    content: {
      'multipart/form-data': {
        schema: {
          type: 'object',
          required: ['file'],
          properties: {
            durationMs: { type: 'string', description: 'of a recording, ms; before the file' },
            waveform: { type: 'string', description: 'of a recording: up to 64 numbers of 0 to 100' },
            callKind: { type: 'string', enum: [...callKinds], description: 'of the recording of a call' },
            poster: {
              type: 'string',
              format: 'binary',
              description: 'of a video or document: an image of it, which becomes its thumbnail',
            },
            file: { type: 'string', format: 'binary' },
          },
        },
      },
    },
  },
  responses: {
    201: { description: 'The file', content: json({ $ref: '#/components/schemas/RoomFile' }) },
    ...Object.fromEntries(
      failures().map((failure) => [failure, { $ref: `#/components/responses/Error${failure}` }]),
    ),
  },
});

const pictureOperation = (): Operation => ({
  operationId: 'userPicture',
  summary: 'Set my profile picture: the image is cropped to a square, scaled down and stripped of metadata',
  tags: ['user'],
  parameters: [],
  requestBody: {
    required: true,
    content: {
      'multipart/form-data': {
        schema: {
          type: 'object',
          required: ['file'],
          properties: { file: { type: 'string', format: 'binary' } },
        },
      },
    },
  },
  responses: {
    200: { description: 'My profile', content: json({ $ref: '#/components/schemas/Profile' }) },
    ...Object.fromEntries(
      failures().map((failure) => [failure, { $ref: `#/components/responses/Error${failure}` }]),
    ),
  },
});

const operation = (route: CommandRoute): Operation => {
  const { command, params, method, status } = route;
  const { summary, input } = commands[command];
  const entries: Entries = input.entries;
  const rest = Object.entries(entries).filter(([name]) => !params.includes(name));
  const takesQuery = method === 'GET' || method === 'DELETE';
  const parameters = [
    ...params.map((name) => parameter('path', name, entries[name])),
    ...(takesQuery ? rest.map(([name, schema]) => parameter('query', name, schema)) : []),
  ];
  return {
    operationId: command.replace(/:(\w)/, (_, letter: string) => letter.toUpperCase()),
    summary,
    tags: [tagOf(route)],
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(!takesQuery && rest.length > 0 ? { requestBody: body(Object.fromEntries(rest)) } : {}),
    responses: {
      [status]: { description: summary, content: json(convert(commands[command].output)) },
      ...Object.fromEntries(
        failures().map((failure) => [failure, { $ref: `#/components/responses/Error${failure}` }]),
      ),
    },
  };
};

const tagOf = ({ command }: CommandRoute): string => command.slice(0, command.indexOf(':'));

const parameter = (where: Parameter['in'], name: string, schema: Entries[string] | undefined): Parameter => {
  if (schema === undefined) throw new TypeError(`the path parameter ${name} is not a field of its command`);
  return {
    name,
    in: where,
    required: where === 'path' || !isOptional(schema),
    schema: convert(bare(schema)),
  };
};

const body = (entries: Entries): { required: boolean; content: Content } => ({
  required: !Object.values(entries).every(isOptional),
  content: json(convert(v.strictObject(entries))),
});

const isOptional = (schema: Entries[string]): boolean => schema.type === 'optional';
const bare = (schema: Entries[string]): Entries[string] =>
  'wrapped' in schema && isOptional(schema) ? schema.wrapped : schema;

const json = (schema: JsonSchema): Content => ({ 'application/json': { schema } });

const convert = (schema: Entries[string]): JsonSchema => {
  const { $schema: _dialect, $defs: _definitions, ...converted } = toJsonSchema(schema, conversion);
  return converted;
};

const components = (): Record<string, JsonSchema> => {
  const { definitions, ...config } = conversion;
  return Object.fromEntries(
    Object.entries(toJsonSchemaDefs(definitions ?? {}, config)).map(([name, schema]) => [
      name,
      { ...schema },
    ]),
  );
};

/** Statuses of errors; `disconnected` occurs in clients only. */
const failures = (): number[] =>
  [...new Set(errorCodes.filter((code) => code !== 'disconnected').map((code) => httpStatus[code]))].sort(
    (a, b) => a - b,
  );

const errorResponses = (): Record<string, Response> =>
  Object.fromEntries(
    failures().map((status) => [
      `Error${status}`,
      {
        description: errorCodes.filter((code) => httpStatus[code] === status).join(' or '),
        headers: {
          'X-Request-Id': {
            description:
              "identifies the request in the server's log: the request's own header of this name, if it is valid",
            schema: { type: 'string' },
          },
          ...(status === 429 || status === 503
            ? { 'Retry-After': { description: 'seconds', schema: { type: 'integer' } } }
            : {}),
        },
        content: json({
          type: 'object',
          required: ['error'],
          properties: { error: { $ref: '#/components/schemas/Error' } },
        }),
      },
    ]),
  );
