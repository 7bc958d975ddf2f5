/** Reads the encoding of MLS (RFC 9420, section 2.1): the presentation language of TLS with lengths of variable size. */
export class TlsReader {
  readonly #bytes: Uint8Array;
  #offset = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get isAtEnd(): boolean {
    return this.#offset === this.#bytes.length;
  }

  /** Returns the next bytes. Throws a `RangeError` if there are too few. */
  bytes(length: number): Uint8Array {
    const end = this.#offset + length;
    if (end > this.#bytes.length) throw new RangeError('ends too early');
    const read = this.#bytes.subarray(this.#offset, end);
    this.#offset = end;
    return read;
  }

  /** Returns a number of `size` bytes. Throws a `RangeError` if it is not a safe integer. */
  number(size: 1 | 2 | 4 | 8): number {
    let value = 0;
    for (const byte of this.bytes(size)) value = value * 256 + byte;
    if (!Number.isSafeInteger(value)) throw new RangeError('too large');
    return value;
  }

  /** Returns the content of a vector. */
  vector(): Uint8Array {
    const first = this.number(1);
    const prefix = first >> 6;
    if (prefix === 3) throw new RangeError('no such length');
    let length = first & 0x3f;
    for (let more = (1 << prefix) - 1; more > 0; more -= 1) length = length * 256 + this.number(1);
    return this.bytes(length);
  }

  /** Reads each element of a vector. */
  list<T>(read: (reader: TlsReader) => T): T[] {
    const inner = new TlsReader(this.vector());
    const elements: T[] = [];
    while (!inner.isAtEnd) elements.push(read(inner));
    return elements;
  }

  /** Reads an optional value. */
  optional<T>(read: (reader: TlsReader) => T): T | null {
    const present = this.number(1);
    if (present > 1) throw new RangeError('neither absent nor present');
    return present === 1 ? read(this) : null;
  }
}
