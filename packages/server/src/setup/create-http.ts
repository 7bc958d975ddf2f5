import type { IncomingMessage, RequestListener } from 'node:http';
import { ChatError, parseField, fields, type CommandName, type RoomFile } from '@chat/protocol';
import type { createListenerGuard } from '../async/listener-guard.ts';
import type { createAdmission } from '../auth/admission.ts';
import type { KnownIdentity } from '../auth/authenticate.ts';
import type { createRefusalLog } from '../auth/refusal-log.ts';
import { contextOf, runToValue } from '../commands/dispatch.ts';
import type { Connection } from '../connections/connection.ts';
import { requestConnection, type RequestOrigin } from '../connections/request-connection.ts';
import { takePicture } from '../features/users.ts';
import type { GivenFile } from '../files/in-process-upload.ts';
import { createDownloads } from '../http/downloads.ts';
import { createHttpHandler } from '../http/http-handler.ts';
import { createServeEmoji } from '../http/serve-emoji.ts';
import { createServeExport } from '../http/serve-export.ts';
import { createServeFile } from '../http/serve-file.ts';
import { createServePicture } from '../http/serve-picture.ts';
import { widgetDir } from '../http/widget-dir.ts';
import type { ChatServerOptions, Resolved } from '../options.ts';
import type { SocketTransport } from '../transport/socket-transport.ts';
import type { Commands } from './create-commands.ts';
import type { Services } from './create-services.ts';

interface HttpParts {
  services: Services;
  commands: Commands;
  admission: ReturnType<typeof createAdmission>;
  refusals: ReturnType<typeof createRefusalLog>;
  guard: ReturnType<typeof createListenerGuard>;
  sockets: Pick<SocketTransport, 'handle'>;
  health: NonNullable<Parameters<typeof createHttpHandler>[0]['health']>;
}

/** Creates the HTTP part of the chat: REST, uploads, files, pictures, exports and the widget. */
export const createHttp = (
  resolved: Resolved,
  { cors }: Pick<ChatServerOptions, 'cors'>,
  { services, commands, admission, refusals, guard, sockets, health }: HttpParts,
) => {
  const { path, storage, limits, now, id, address } = resolved;
  const { exports, files, pictures, rateLimits } = services;
  const { core, dispatch, admit } = commands;
  const upload = async (
    connection: Connection,
    roomId: string,
    file: IncomingMessage | GivenFile,
  ): Promise<RoomFile> => {
    if (!files) throw new ChatError('not_found', 'this server takes no files');
    if (connection.kind !== 'process') admit('message:send'); // an upload costs at least as much as a message
    return files.uploads.take(contextOf(core, connection), parseField(fields.id, roomId, 'roomId'), file);
  };
  const run = (who: KnownIdentity, command: CommandName, input: unknown, from: RequestOrigin) =>
    runToValue(dispatch, requestConnection(who, id(), from), command, input);
  const downloads = createDownloads({ limits, rateLimits, address });
  const serve = createHttpHandler({
    ...resolved,
    ...(cors ? { cors: cors } : {}),
    identify: admission.identify,
    run,
    upload: files && ((identity, ...given) => upload(requestConnection(identity, id()), ...given)),
    picture: pictures && ((who, request) => takePicture(core, requestConnection(who, id()), request)),
    servePicture: pictures && createServePicture({ pictures, downloads, cors: cors }),
    serveFile: files && createServeFile({ files, records: storage.files, downloads, cors: cors, now }),
    serveUnsubscribe: services.emails?.serve,
    serveEmoji: createServeEmoji(resolved.customEmoji),
    serveExport: createServeExport({
      addresses: exports.links,
      open: (order, user) =>
        exports.open(order, contextOf(core, requestConnection({ user, given: user }, id()))),
      downloads,
      cors: cors,
    }),
    refusedOrigin: refusals.origin,
    admitHost: admission.admitHost,
    health,
    widgetDir: widgetDir(),
  });
  const handler: RequestListener = guard(
    'an http request',
    (request, response) => {
      if (request.url?.startsWith(`${path}/socket`)) return sockets.handle(request, response);
      if (!serve(request, response)) response.writeHead(404).end();
    },
    (_request, response) => void response.destroy(),
  );
  return { handler, run, upload };
};
