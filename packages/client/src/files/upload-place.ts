/** Where files go, and as whom. */
export interface UploadPlace {
  /** The server. Throws where there is none to send files to. */
  base(): { origin: string; path: string };
  /** The token to present; a fresh one after the last was refused. */
  bearer(fresh: boolean): Promise<string | undefined>;
  /** The largest file the server takes, bytes; 0 when it takes none. Waits for the connection. */
  maxBytes(): Promise<number>;
}
