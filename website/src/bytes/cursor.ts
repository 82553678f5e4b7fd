/** The bytes are not what they claim to be, or stop too early. */
export class Unreadable extends Error {
  override name = "Unreadable";
}

/** Reads numbers off bytes and refuses to read past their end. */
export class Cursor {
  readonly #view: DataView;

  constructor(
    readonly bytes: Uint8Array,
    public at = 0,
    readonly end = bytes.length,
  ) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get left(): number {
    return this.end - this.at;
  }

  skip(count: number): void {
    this.at = this.#claim(count) + count;
  }

  u8(): number {
    return this.#view.getUint8(this.#take(1));
  }

  u16(littleEndian = false): number {
    return this.#view.getUint16(this.#take(2), littleEndian);
  }

  u24(littleEndian = false): number {
    const [a, b, c] = [this.u8(), this.u8(), this.u8()];
    return littleEndian ? a | (b << 8) | (c << 16) : (a << 16) | (b << 8) | c;
  }

  u32(littleEndian = false): number {
    return this.#view.getUint32(this.#take(4), littleEndian);
  }

  u64(): number {
    return this.u32() * 2 ** 32 + this.u32();
  }

  f32(): number {
    return this.#view.getFloat32(this.#take(4));
  }

  f64(): number {
    return this.#view.getFloat64(this.#take(8));
  }

  text(length: number): string {
    const from = this.#take(length);
    return String.fromCharCode(...this.bytes.subarray(from, from + length));
  }

  /** A cursor over the next `length` bytes; this one moves behind them. */
  part(length: number): Cursor {
    const from = this.#take(length);
    return new Cursor(this.bytes, from, from + length);
  }

  #take(count: number): number {
    const from = this.#claim(count);
    this.at = from + count;
    return from;
  }

  #claim(count: number): number {
    if (count < 0 || this.at + count > this.end) {
      throw new Unreadable(`ends at byte ${this.end}, in the middle of something`);
    }
    return this.at;
  }
}
