import {
  childrenOf,
  element,
  elementAt,
  floatElement,
  ids,
  lengthOf,
  numberElement,
  opening,
  unsigned,
} from './webm-elements.ts';

interface Block {
  track: number;
  /** In the file's time units. */
  time: number;
  key: boolean;
}

interface Cluster {
  start: number;
  /** The first key frame in it, else its first sound. */
  cue: Block | null;
}

/**
 * Adds the duration and an index of key frames to a recording, so that players can show its length and seek. Returns other
 * files, and recordings that have an index, unchanged.
 */
export const withIndex = async (file: Blob): Promise<Blob> => {
  const bytes = new DataView(await file.arrayBuffer());
  try {
    const made = indexOf(bytes);
    return made ? new Blob([made.head, file.slice(made.from)], { type: file.type }) : file;
  } catch {
    return file; // it plays, from its beginning to its end
  }
};

const indexOf = (bytes: DataView): { head: Uint8Array<ArrayBuffer>; from: number } | null => {
  const size = bytes.byteLength;
  const header = elementAt(bytes, 0, size);
  const segment = elementAt(bytes, header.end, size);
  if (header.id !== ids.header || segment.id !== ids.segment) return null;

  const clusters: Cluster[] = [];
  let [info, tracks, last] = [[] as number[], [] as number[], 0];
  let pictures = 0;
  for (let at = segment.body; at < size;) {
    const found = elementAt(bytes, at, size);
    at = found.end;
    if (found.id === ids.info) {
      for (const { id, start, end } of childrenOf(bytes, found)) {
        if (id === ids.duration) return null;
        info.push(...slice(bytes, start, end));
      }
    } else if (found.id === ids.tracks) {
      tracks = slice(bytes, found.start, found.end);
      for (const track of childrenOf(bytes, found)) pictures ||= pictureTrack(bytes, track);
    } else if (found.id === ids.cues) return null;
    else if (found.id === ids.cluster) {
      const cluster: Cluster = { start: found.start, cue: null };
      clusters.push(cluster);
      let time = 0;
      for (const child of childrenOf(bytes, found)) {
        // An element of unknown size ends where the next one begins.
        if (child.id === ids.cluster) {
          at = child.start;
          break;
        }
        if (child.id === ids.time) time = unsigned(bytes, child.body, child.end - child.body);
        const block = blockOf(bytes, child, time);
        if (!block) continue;
        last = Math.max(last, block.time);
        if (block.key && (pictures === 0 || block.track === pictures)) cluster.cue ??= block;
      }
    }
  }
  const [first] = clusters;
  if (!first || info.length === 0 || tracks.length === 0) return null;
  info = element(ids.info, [...info, ...floatElement(ids.duration, last)]);

  /** Numbers take eight bytes each, so that the length does not depend on their values. */
  const cuesFor = (by: number): number[] =>
    element(
      ids.cues,
      clusters.flatMap(({ start, cue }) =>
        cue
          ? element(ids.cuePoint, [
              ...numberElement(ids.cueTime, cue.time),
              ...element(ids.cuePlace, [
                ...numberElement(ids.cueTrack, cue.track),
                ...numberElement(ids.cueCluster, start - first.start + by),
              ]),
            ])
          : [],
      ),
    );
  const before = info.length + tracks.length + cuesFor(0).length;
  const inside = [...info, ...tracks, ...cuesFor(before)];
  const head = [
    ...slice(bytes, 0, header.end),
    ...opening(ids.segment, inside.length + size - first.start),
    ...inside,
  ];
  return { head: new Uint8Array(head), from: first.start };
};

const slice = (bytes: DataView, start: number, end: number): number[] => [
  ...new Uint8Array(bytes.buffer, start, end - start),
];

/** The number of a video track; else 0. */
const pictureTrack = (bytes: DataView, track: ReturnType<typeof elementAt>): number => {
  let [number, type] = [0, 0];
  for (const { id, body, end } of track.id === ids.track ? childrenOf(bytes, track) : []) {
    if (id === ids.trackNumber) number = unsigned(bytes, body, end - body);
    if (id === ids.trackType) type = unsigned(bytes, body, end - body);
  }
  return type === 1 ? number : 0;
};

const blockOf = (bytes: DataView, at: ReturnType<typeof elementAt>, clusterTime: number): Block | null => {
  let { body } = at;
  let key = false;
  if (at.id === ids.blockGroup) {
    let found = false;
    key = true;
    for (const child of childrenOf(bytes, at)) {
      if (child.id === ids.block) [body, found] = [child.body, true];
      if (child.id === ids.reference) key = false;
    }
    if (!found) return null;
  } else if (at.id !== ids.simpleBlock) return null;
  const length = lengthOf(bytes, body);
  const track = unsigned(bytes, body, length) - 2 ** (7 * length);
  const time = clusterTime + bytes.getInt16(body + length);
  if (at.id === ids.simpleBlock) key = (bytes.getUint8(body + length + 2) & 0x80) !== 0;
  return { track, time, key };
};
