/** Makes a silent film of so many seconds, with a picture each second and an index. Runs in the page; returns its address. */
export const makeVideo = async (seconds: number): Promise<string> => {
  const canvas = new OffscreenCanvas(16, 16);
  const context = canvas.getContext('2d');
  context?.fillRect(0, 0, 16, 16);
  const frame = await new Promise<Uint8Array>((resolve, reject) => {
    const encoder = new VideoEncoder({
      output: (chunk) => {
        const bytes = new Uint8Array(chunk.byteLength);
        chunk.copyTo(bytes);
        resolve(bytes);
      },
      error: reject,
    });
    encoder.configure({ codec: 'vp8', width: 16, height: 16 });
    const picture = new VideoFrame(canvas, { timestamp: 0 });
    encoder.encode(picture, { keyFrame: true });
    picture.close();
    void encoder.flush();
  });
  const hex = (text: string): number[] => text.match(/../g)?.map((pair) => parseInt(pair, 16)) ?? [];
  const unsigned = (value: number, length: number): number[] =>
    Array.from({ length }, (_, index) => Math.floor(value / 256 ** (length - 1 - index)) % 256);
  /** An element of EBML: an id, a size of eight bytes, and the content. */
  const element = (id: string, content: readonly number[]): number[] => [
    ...hex(id),
    1,
    ...unsigned(content.length, 7),
    ...content,
  ];
  const text = (value: string): number[] => [...new TextEncoder().encode(value)];
  const double = new Uint8Array(8);
  new DataView(double.buffer).setFloat64(0, seconds * 1_000);
  const header = element('1a45dfa3', [
    ...element('4286', [1]),
    ...element('42f7', [1]),
    ...element('42f2', [4]),
    ...element('42f3', [8]),
    ...element('4282', text('webm')),
    ...element('4287', [2]),
    ...element('4285', [2]),
  ]);
  const info = element('1549a966', [
    ...element('2ad7b1', unsigned(1_000_000, 4)),
    ...element('4d80', text('test')),
    ...element('5741', text('test')),
    ...element('4489', [...double]),
  ]);
  const picture = element('e0', [...element('b0', [16]), ...element('ba', [16])]);
  const track = [
    ...element('d7', [1]),
    ...element('73c5', [1]),
    ...element('83', [1]),
    ...element('86', text('V_VP8')),
    ...picture,
  ];
  const tracks = element('1654ae6b', element('ae', track));
  const cluster = (second: number): number[] =>
    element('1f43b675', [
      ...element('e7', unsigned(second * 1_000, 4)),
      ...element('a3', [0x81, 0, 0, 0x80, ...frame]),
    ]);
  const cue = (second: number, position: number): number[] =>
    element('bb', [
      ...element('b3', unsigned(second * 1_000, 4)),
      ...element('b7', [...element('f7', [1]), ...element('f1', unsigned(position, 4))]),
    ]);
  const all = Array.from({ length: seconds }, (_, second) => second);
  const cuesLength = element('1c53bb6b', []).length + all.length * cue(0, 0).length;
  const begin = info.length + tracks.length + cuesLength;
  const { length } = cluster(0);
  const cues = element(
    '1c53bb6b',
    all.flatMap((second) => cue(second, begin + second * length)),
  );
  const size = begin + all.length * length;
  const parts = [header, [...hex('18538067'), 1, ...unsigned(size, 7)], info, tracks, cues];
  const blob = new Blob(
    [...parts, ...all.map(cluster)].map((part) => new Uint8Array(part)),
    { type: 'video/webm' },
  );
  return URL.createObjectURL(blob);
};
