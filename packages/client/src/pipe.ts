/** An Engine.IO connection that carries text both ways. Nothing arrives after `close()`. */
export interface Pipe {
  /** Only once it is open. */
  send(text: string): void;
  close(): void;
}

/** None is called before the pipe has been returned. */
export interface PipeListeners {
  /** The server says something at least every `silenceMs`, or it is gone. */
  open(silenceMs: number): void;
  message(text: string): void;
  /** Anything at all came from the server: it is there. */
  heard(): void;
  /** It ended, or could not be made. Last call. */
  down(): void;
}

/** Opens a pipe to `url`, which ends in a slash. Gives up after `timeoutMs` at the latest only if its caller closes it. */
export type OpenPipe = (url: string, listeners: PipeListeners, timeoutMs: number) => Pipe;
