// Node's `Buffer`, as far as the server needs it in a page.
const encoder = new TextEncoder();
const decoder = new TextDecoder();

const fromBase64 = (text: string): Uint8Array =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (sign) => sign.charCodeAt(0));

const toBase64 = (bytes: Uint8Array): string =>
  btoa([...bytes].map((byte) => String.fromCharCode(byte)).join(''));

// Not by a constructor of its own: `subarray` calls that with other arguments.
const make = (data: unknown): Buffer => Reflect.construct(Buffer, [data]) as Buffer;

export class Buffer extends Uint8Array<ArrayBuffer> {
  static override from(data: unknown, encoding?: unknown): Buffer {
    if (typeof data !== 'string') return make(data);
    const isBase64 = encoding === 'base64' || encoding === 'base64url';
    return make(isBase64 ? fromBase64(data) : encoder.encode(data));
  }

  static alloc(length: number): Buffer {
    return make(length);
  }

  static byteLength(text: string): number {
    return encoder.encode(text).length;
  }

  static concat(parts: readonly Uint8Array[]): Buffer {
    return make(parts.flatMap((part) => [...part]));
  }

  override toString(encoding = 'utf8'): string {
    if (encoding === 'hex') return [...this].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    if (encoding === 'base64') return toBase64(this);
    if (encoding === 'base64url')
      return toBase64(this).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
    return decoder.decode(this);
  }
}
