import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { readCommand, readReply, takeMessages, writeReply, type Command } from './op-msg.ts';
import { transactionLocks, type Doing } from './transaction-locks.ts';

/**
 * Stands before a server that has transactions, but lets the last of two that write the same document win. It does what MongoDB
 * does: the second is told of a conflict, and a write outside of transactions waits for the one that holds the document. One
 * command at a time goes through.
 */
export interface TransactionGate {
  readonly port: number;
  /** How often a transaction met another. */
  readonly conflicts: () => number;
  /** Cuts all connections that there are. */
  cut(): void;
  /** The next so many commits are carried out and their connections cut before their answers. */
  loseAnswers(count: number): void;
  close(): Promise<void>;
}

/** As `transactionLifetimeLimitSeconds` of a server that is set so. */
const lifetimeMs = 2_000;

export const openTransactionGate = async (
  toPort: number,
  heard: (command: Command) => void,
): Promise<TransactionGate> => {
  const open = new Set<Socket>();
  const locks = transactionLocks(lifetimeMs);
  let toLose = 0;
  let turn: Promise<unknown> = Promise.resolve();
  /** Each when those before it are done. */
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
      // What has been sent is carried out, whether its answer is waited for or not.
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
      const doing: Doing = locks.doing(command);
      const carryOut = async (): Promise<boolean> => {
        if (doing.isHeld()) return false;
        const refusal = doing.refusal();
        if (refusal !== null) {
          say(writeReply(command.requestId, refusal));
          return true;
        }
        const reply = await pass(message);
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
    cut: () => {
      for (const socket of open) if (socket.localPort === port()) socket.destroy();
    },
    loseAnswers: (count) => void (toLose = count),
    close: async () => {
      server.close();
      for (const socket of open) socket.destroy();
      await once(server, 'close');
    },
  };
};

/** A server tells where it is; clients are to come through here. */
const asFrom = (port: number, serverPort: number, reply: Buffer): Buffer =>
  Buffer.from(reply.toString('latin1').replaceAll(`127.0.0.1:${serverPort}`, `127.0.0.1:${port}`), 'latin1');
