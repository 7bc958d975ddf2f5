import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { readCommand, readReply, takeMessages, writeCommand, writeReply, type Command } from './op-msg.ts';
import { namedCollections } from './named-collections.ts';
import { transactionLocks, type Doing } from './transaction-locks.ts';

/**
 * A gate before a server whose transactions let the last of two writers win. It behaves like MongoDB: the
 * second gets a conflict, and a write outside of transactions waits for the one that holds the document.
 * Commands pass one at a time.
 */
export interface TransactionGate {
  readonly port: number;
  /** How often transactions conflicted. */
  readonly conflicts: () => number;
  /** Aborts all open transactions, like a timeout or a change of the primary. */
  giveUp(): void;
  /** Cuts all connections. */
  cut(): void;
  /** Carries out the next commits, this many, and cuts their connections before the response. */
  loseAnswers(count: number): void;
  /** Responds to every command with this error until it is called with null. */
  refuseWith(error: { code: number; errmsg: string } | null): void;
  close(): Promise<void>;
}

/** `lifetimeMs` is what `transactionLifetimeLimitSeconds` is for a server. */
export const openTransactionGate = async (
  toPort: number,
  heard: (command: Command) => void,
  lifetimeMs: number,
): Promise<TransactionGate> => {
  const open = new Set<Socket>();
  const locks = transactionLocks(lifetimeMs);
  const collections = namedCollections();
  let toLose = 0;
  let refusal: { code: number; errmsg: string } | null = null;
  let turn: Promise<unknown> = Promise.resolve();
  /** Runs each after those before it. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = turn.then(work);
    turn = mine.catch(() => {});
    return mine;
  };

  const port = (): number => (server.address() as AddressInfo).port;
  const server = createServer((near) => {
    const far = connect(toPort, '127.0.0.1');
    const answers: ((reply: Buffer) => void)[] = [];
    let [fromNear, fromFar] = [Buffer.alloc(0), Buffer.alloc(0)];
    for (const socket of [near, far]) {
      open.add(socket);
      socket.setNoDelay(true);
      socket.on('error', () => socket.destroy());
    }
    near.on('close', () => {
      open.delete(near);
      // Sent commands are carried out, whether the response is awaited or not.
      far.end();
    });
    far.on('close', () => {
      open.delete(far);
      near.destroy();
      for (const answer of answers.splice(0)) answer(Buffer.alloc(0));
    });
    far.on('data', (chunk: Buffer) => {
      const { messages, rest } = takeMessages(Buffer.concat([fromFar, chunk]));
      fromFar = Buffer.from(rest);
      for (const message of messages) answers.shift()?.(message);
    });

    const pass = (message: Buffer): Promise<Buffer> =>
      new Promise((resolve) => {
        if (far.destroyed || far.writableEnded) return resolve(Buffer.alloc(0));
        answers.push(resolve);
        far.write(message);
      });
    const say = (reply: Buffer): void => {
      if (reply.length > 0 && !near.destroyed) near.write(reply);
    };

    const handle = async (message: Buffer, command: Command | null): Promise<void> => {
      if (command === null || command.name === 'hello' || command.name === 'ismaster')
        return say(asFrom(port(), toPort, await pass(message)));
      heard(command);
      if (refusal) return say(writeReply(command.requestId, { ok: 0, ...refusal }));
      const listed = collections.answer(command);
      if (listed !== null) return say(writeReply(command.requestId, listed));
      const doing: Doing = locks.doing(command);
      const carryOut = async (): Promise<boolean> => {
        if (doing.isHeld()) return false;
        const conflict = doing.refusal();
        if (conflict !== null) {
          // It accepts no new transaction of a session whose last one is still open.
          if (command.name === 'commitTransaction') await pass(asAbort(command));
          say(writeReply(command.requestId, conflict));
          return true;
        }
        const reply = await pass(asTaken(message, command));
        if (reply.length > 0) doing.done(readReply(reply));
        if (command.name === 'commitTransaction' && toLose > 0) {
          toLose -= 1;
          near.destroy();
        } else say(reply);
        return true;
      };
      while (!(await inTurn(carryOut))) await doing.freed();
    };
    let before: Promise<unknown> = Promise.resolve();
    near.on('data', (chunk: Buffer) => {
      const { messages, rest } = takeMessages(Buffer.concat([fromNear, chunk]));
      fromNear = Buffer.from(rest);
      for (const message of messages) before = before.then(() => handle(message, readCommand(message)));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: port(),
    conflicts: () => locks.conflicts(),
    giveUp: () => locks.giveUpAll(),
    cut: () => {
      for (const socket of open) if (socket.localPort === port()) socket.destroy();
    },
    loseAnswers: (count) => void (toLose = count),
    refuseWith: (error) => void (refusal = error),
    close: async () => {
      server.close();
      for (const socket of open) socket.destroy();
      await once(server, 'close');
    },
  };
};

/** A server reports its address; clients must connect through the gate. */
const asFrom = (port: number, serverPort: number, reply: Buffer): Buffer =>
  Buffer.from(reply.toString('latin1').replaceAll(`127.0.0.1:${serverPort}`, `127.0.0.1:${port}`), 'latin1');

const asAbort = ({ requestId, body }: Command): Buffer => {
  const { commitTransaction, ...rest } = body;
  return writeCommand(requestId, { abortTransaction: commitTransaction, ...rest });
};

/**
 * It refuses `new` and `upsert` next to `remove`, which MongoDB accepts if they are false, as the driver
 * always sends them.
 */
const asTaken = (message: Buffer, { requestId, name, body }: Command): Buffer => {
  if (name !== 'findAndModify' || body['remove'] !== true || body['new'] === true || body['upsert'] === true)
    return message;
  return writeCommand(requestId, { ...body, new: undefined, upsert: undefined });
};
