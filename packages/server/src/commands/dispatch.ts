import {
  ChatError,
  commandNames,
  commands,
  isCommandName,
  parseInput,
  type CommandName,
  type ErrorCode,
  type Input,
  type Output,
} from '@chat/protocol';
import type { Connection } from '../connections/connection.ts';
import type { Context, Core, Handlers } from './context.ts';
import { toChatError } from '../errors/to-chat-error.ts';
import { guardData, guardInput, guardText } from '../limits/input-guard.ts';
import { afterHooks, beforeHooks, withoutSecrets, type Hooks } from './hooks.ts';
import type { RateLimits } from '../limits/rate-limits.ts';
import { admitOverlay } from '../live/overlays.ts';
import { lazyRequestId } from '../errors/request-id.ts';

type AnyHandler = (context: Context, input: unknown) => Promise<unknown>;

/** Runs commands: the one path for sockets, REST and in-process sessions. */
export interface Dispatch {
  /**
   * Runs a command that has been charged. Passes the output to `reply`, then runs what the handler scheduled
   * for after it. `placed` is called once the command's place in the order is settled, if that is before the
   * reply. Rejects only with a `ChatError`. `requestId` identifies the command in the log. `handler` runs in
   * place of the command's own, between its checks and hooks.
   */
  run(
    connection: Connection,
    name: string,
    input: unknown,
    reply: (output: unknown) => void,
    placed?: () => void,
    requestId?: () => string,
    handler?: AnyHandler,
  ): Promise<void>;
  /**
   * Charges a command, known or not, before any work is done for it. Throws `rate_limited`, and disconnects a
   * user whose commands keep being rejected.
   */
  charge(connection: Connection, name: string, requestId?: () => string): void;
  /** Counts a command that was rejected because of overload. */
  chargeRefusal(connection: Connection): void;
  /** Resolves when no command is running. */
  idle(): Promise<void>;
}

export interface DispatchDeps {
  core: Core;
  handlers: Handlers;
  hooks: readonly Hooks[];
  rateLimits: Pick<RateLimits, 'take' | 'chargeRefusal'>;
  /** A command has succeeded or was rejected. */
  onAnswered(command: string, outcome: 'ok' | ErrorCode, afterMs: number): void;
  /** Throws if no command may begin now. */
  gate(connection: Connection, name: CommandName): void;
}

const nothing = (): void => undefined;

interface Plan {
  before: ReturnType<typeof beforeHooks>;
  handler: AnyHandler;
  after: ReturnType<typeof afterHooks>;
}

/** Returns the context of one command. It inherits the core: copying its members costs 10 to 20 µs a command. */
export const contextOf = (
  core: Core,
  connection: Connection,
  placed: () => void = nothing,
  afterReply: Context['afterReply'] = nothing,
  requestId = lazyRequestId(core.id, connection.requestId),
): Context => {
  let isRequired = false;
  const own: Omit<Context, keyof Core> = {
    user: connection.user,
    connection,
    requestId,
    placed,
    afterReply,
    requireApproval: () => void (isRequired = true),
    isApprovalRequired: () => isRequired,
  };
  return Object.assign(Object.create(core) as Core, own);
};

export const createDispatch = ({
  core,
  handlers,
  hooks,
  rateLimits,
  onAnswered,
  gate,
}: DispatchDeps): Dispatch => {
  const { limits, logger } = core;
  const plans = Object.fromEntries(
    commandNames.map((name) => [
      name,
      {
        before: beforeHooks(hooks, name),
        after: afterHooks(hooks, name),
        handler: handlers[name] as AnyHandler,
      },
    ]),
  ) as Record<CommandName, Plan>;
  let running = 0;
  const sleepers: (() => void)[] = [];

  const check = (name: CommandName, input: unknown): Input<CommandName> => {
    const { maxKeys = 0 } = commands[name];
    guardInput(input, { ...limits, maxKeys: Math.max(maxKeys, limits.maxKeys) });
    const parsed = parseInput(name, input);
    if ('text' in parsed && typeof parsed.text === 'string') guardText(parsed.text, limits);
    if ('data' in parsed) guardData(parsed.data, limits);
    return parsed;
  };

  /** Turns an error of a hook into a `ChatError`; any other error is logged with the hook's name. */
  const askHook = async (hook: () => unknown, name: CommandName, id: () => string): Promise<unknown> => {
    try {
      return await hook();
    } catch (error) {
      throw toChatError(error, `the hook before:${name}`, { logger, id });
    }
  };

  const refused = (connection: Connection): void => {
    if (rateLimits.chargeRefusal(connection) && !connection.ended) connection.end('overloaded');
  };

  const attempt = async (
    connection: Connection,
    name: string,
    raw: unknown,
    reply: (output: unknown) => void,
    placed: () => void,
    requestId: () => string,
    own: AnyHandler | undefined,
  ): Promise<void> => {
    if (!isCommandName(name)) throw new ChatError('invalid', 'no such command', { field: 'command' });
    gate(connection, name);
    let input = check(name, raw);
    if (connection.overlay) admitOverlay(connection.overlay, name, input);
    const tasks: (() => void)[] = [];
    const context = contextOf(core, connection, placed, (task) => tasks.push(task), requestId);
    const { before, after, handler } = plans[name];
    for (const hook of before) {
      const { shown, secret } = withoutSecrets(name, input);
      const replaced = await askHook(() => hook(context, shown), name, requestId);
      if (typeof replaced === 'object' && replaced !== null) input = check(name, { ...replaced, ...secret });
    }
    const output = await (own ?? handler)(context, input);
    reply(output);
    for (const task of tasks) task();
    for (const hook of after) {
      await Promise.resolve()
        .then(() => hook(context, withoutSecrets(name, output).shown, withoutSecrets(name, input).shown))
        .catch((error: unknown) =>
          logger.error({ err: error, command: name, requestId: requestId() }, 'an after hook failed'),
        );
    }
  };

  const log = ({ code, reason }: ChatError, name: string, requestId: () => string): void =>
    logger.debug(
      // Unknown command names are not logged: the client made them up.
      {
        requestId: requestId(),
        command: isCommandName(name) ? name : 'unknown',
        code,
        ...(reason && { reason }),
      },
      'a command was refused',
    );

  return {
    charge: (connection, name, requestId = lazyRequestId(core.id, connection.requestId)) => {
      try {
        rateLimits.take(connection, name);
      } catch (error) {
        if (error instanceof ChatError) log(error, name, requestId);
        onAnswered(name, 'rate_limited', 0);
        refused(connection);
        throw error;
      }
    },
    run: async (
      connection,
      name,
      input,
      reply,
      placed = nothing,
      requestId = lazyRequestId(core.id, connection.requestId),
      handler,
    ) => {
      running += 1;
      const begunAt = performance.now();
      try {
        await attempt(
          connection,
          name,
          input,
          (output) => {
            onAnswered(name, 'ok', performance.now() - begunAt);
            reply(output);
          },
          placed,
          requestId,
          handler,
        );
      } catch (error) {
        const known = toChatError(error, name, { logger, id: requestId });
        log(known, name, requestId);
        onAnswered(name, known.code, performance.now() - begunAt);
        throw known;
      } finally {
        running -= 1;
        if (running === 0) for (const wake of sleepers.splice(0)) wake();
      }
    },
    chargeRefusal: refused,
    idle: async () => {
      while (running > 0) await new Promise<void>((resolve) => sleepers.push(resolve));
    },
  };
};

/** Runs a command and resolves to its output. */
export const runToValue = async <N extends CommandName>(
  dispatch: Dispatch,
  connection: Connection,
  name: N,
  input: unknown,
): Promise<Output<N>> => {
  let value: unknown;
  dispatch.charge(connection, name);
  await dispatch.run(connection, name, input, (output) => (value = output));
  return value as Output<N>;
};
