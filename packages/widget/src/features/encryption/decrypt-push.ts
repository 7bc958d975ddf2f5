// Decrypts the message of a push in the service worker, with the key that the client has stored in this browser. The worker is
// one plain script, so it does not share the code of `@chat/client`; docs/features/encryption.md has the format of both.

/** An encrypted message in a push. */
export interface SealedPush {
  userId: string;
  kind: string;
  replyTo?: string;
  threadId?: string;
  epoch: number;
  device: string;
  ciphertext: string;
  commitment: string;
}

type Bytes = Uint8Array<ArrayBuffer>;

const nonceBytes = 12;
const signatureBytes = 64;
const accountKeyBytes = 32;
const headBytes = signatureBytes + accountKeyBytes + signatureBytes + 4;

const utf8 = (text: string): Bytes => new TextEncoder().encode(text);
const fromBase64 = (text: string): Bytes =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (char) => char.charCodeAt(0));
const concat = (...parts: readonly Uint8Array[]): Bytes =>
  Uint8Array.from(parts.flatMap((part) => [...part]));

const done = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error ?? new Error('IndexedDB failed')));
  });

/** Opens what the client stores. Rejects if it has stored nothing: it alone makes the database. */
const openStore = async (): Promise<IDBDatabase> => {
  const request = indexedDB.open('chat', 1);
  request.addEventListener('upgradeneeded', () => request.transaction?.abort());
  return done(request);
};

/** Whether a stored value is the key of an epoch of a room, of any server and user of this browser. */
const isKeyOf = (name: unknown, roomId: string, epoch: number): boolean => {
  const [, owner = ''] = (typeof name === 'string' && /^encryption:(\[.*\]):key-\d+$/su.exec(name)) || [];
  if (owner === '' || !String(name).endsWith(`:key-${epoch}`)) return false;
  const [, , room] = JSON.parse(owner) as unknown[];
  return room === roomId;
};

/** Returns the keys of an epoch of a room. */
const keysOf = async (roomId: string, epoch: number): Promise<Bytes[]> => {
  const database = await openStore();
  try {
    const store = database.transaction('values', 'readonly').objectStore('values');
    const names = await done(store.getAllKeys(IDBKeyRange.bound('encryption:', 'encryption:\uffff')));
    const found = names.filter((name) => isKeyOf(name, roomId, epoch));
    const values = await Promise.all(
      found.map((name) => done(store.get(name) as IDBRequest<{ key: string }>)),
    );
    return values.map(({ key }) => fromBase64(key));
  } finally {
    database.close();
  }
};

const isSigned = async (publicKey: Bytes, signature: Bytes, content: Bytes): Promise<boolean> => {
  const key = await crypto.subtle.importKey('raw', publicKey, 'Ed25519', false, ['verify']);
  return crypto.subtle.verify('Ed25519', key, signature, content);
};

/** Returns the key of a message, if its author has committed to it. */
const messageKey = async (
  roomKey: Bytes,
  messageId: string,
  commitment: string,
): Promise<CryptoKey | null> => {
  const base = await crypto.subtle.importKey('raw', roomKey, 'HKDF', false, ['deriveBits']);
  const info = utf8(`chat.message-key.v1\0${messageId}`);
  const parameters = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(0), info };
  const bits = await crypto.subtle.deriveBits(parameters, base, 256);
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bits));
  const committed = fromBase64(commitment);
  if (committed.length !== hash.length || hash.some((byte, at) => byte !== committed[at])) return null;
  return crypto.subtle.importKey('raw', bits, 'AES-GCM', false, ['decrypt']);
};

const open = async (
  roomKey: Bytes,
  { roomId, messageId }: { roomId: string; messageId: string },
  sealed: SealedPush,
): Promise<string | null> => {
  const { userId, kind, replyTo = null, threadId = null, epoch, device, ciphertext, commitment } = sealed;
  const key = await messageKey(roomKey, messageId, commitment);
  if (!key) return null;
  const fields = ['chat.message.v1', roomId, messageId, epoch, device, kind, replyTo, threadId];
  const data = utf8(JSON.stringify(fields));
  const bytes = fromBase64(ciphertext);
  const parameters = { name: 'AES-GCM', iv: bytes.slice(0, nonceBytes), additionalData: data };
  const plaintext = new Uint8Array(await crypto.subtle.decrypt(parameters, key, bytes.slice(nonceBytes)));
  const length = new DataView(plaintext.buffer).getUint32(headBytes - 4);
  const body = plaintext.slice(headBytes, headBytes + length);
  const size = new Uint8Array(4);
  new DataView(size.buffer).setUint32(0, data.length);
  const accountEnd = signatureBytes + accountKeyBytes;
  const deviceKey = fromBase64(device);
  const deviceContent = concat(utf8('chat.device.v1\0'), deviceKey, utf8(userId));
  const content = concat(utf8('chat.message-signature.v1\0'), size, data, body);
  const isGenuine =
    (await isSigned(
      plaintext.slice(signatureBytes, accountEnd),
      plaintext.slice(accountEnd, headBytes - 4),
      deviceContent,
    )) && (await isSigned(deviceKey, plaintext.slice(0, signatureBytes), content));
  const { text } = JSON.parse(new TextDecoder().decode(body)) as { text?: unknown };
  return isGenuine && typeof text === 'string' ? text : null;
};

/** Resolves to the text of an encrypted message; null if this browser has no key of it, or it is not genuine. Never rejects. */
export const decryptPush = async (
  place: { roomId: string; messageId: string },
  sealed: SealedPush,
): Promise<string | null> => {
  const keys = await keysOf(place.roomId, sealed.epoch).catch((): Bytes[] => []);
  for (const key of keys) {
    const text = await open(key, place, sealed).catch(() => null);
    if (text !== null) return text;
  }
  return null;
};
