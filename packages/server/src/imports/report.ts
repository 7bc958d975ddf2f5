import { closeSync, openSync, writeSync } from 'node:fs';

/** What an import stored, what was there already, and what it could not carry. */
export interface ImportReport {
  /** Counts something that was stored now, or that an earlier import had stored. */
  count(what: Counted, isNew: boolean, by?: number): void;
  /** Notes something that is lost, or changed. `what` names it: the room, the time, the beginning of a text. */
  note(kind: 'lost' | 'changed', reason: string, what: string): void;
  readonly counts: Readonly<Record<Counted, { added: number; known: number }>>;
  readonly notes: ReadonlyMap<string, Note>;
  /** Returns the report as text. */
  text(): string;
  /** Writes the rest of the list to its file. */
  close(): void;
}

export const counted = [
  'users',
  'rooms',
  'members',
  'messages',
  'reactions',
  'earlier texts',
  'files',
] as const;
export type Counted = (typeof counted)[number];

/** Everything of one reason. */
export interface Note {
  kind: 'lost' | 'changed';
  reason: string;
  count: number;
  /** The first few. */
  examples: string[];
}

const shownExamples = 3;
const linesAtOnce = 1_000;

/** `path`: the file that gets the whole list, one line each, replacing what was there. */
export const createReport = (path?: string): ImportReport => {
  const counts = Object.fromEntries(counted.map((what) => [what, { added: 0, known: 0 }])) as Record<
    Counted,
    { added: number; known: number }
  >;
  const notes = new Map<string, Note>();
  const file = path === undefined ? null : openSync(path, 'w', 0o600);
  let lines: string[] = [];
  const flush = (): void => {
    if (file !== null && lines.length > 0) writeSync(file, `${lines.join('\n')}\n`);
    lines = [];
  };
  return {
    counts,
    notes,
    count: (what, isNew, by = 1) => void (counts[what][isNew ? 'added' : 'known'] += by),
    note: (kind, reason, what) => {
      const key = `${kind} ${reason}`;
      const note = notes.get(key) ?? { kind, reason, count: 0, examples: [] };
      note.count += 1;
      if (note.examples.length < shownExamples) note.examples.push(what);
      notes.set(key, note);
      if (file === null) return;
      lines.push(`${kind}\t${oneLine(reason)}\t${oneLine(what)}`);
      if (lines.length >= linesAtOnce) flush();
    },
    text: () => reportText(counts, [...notes.values()]),
    close: () => {
      flush();
      if (file !== null) closeSync(file);
    },
  };
};

const oneLine = (text: string): string => text.replace(/\s+/gu, ' ');

const number = (count: number): string => count.toLocaleString('en');

const reportText = (counts: ImportReport['counts'], notes: readonly Note[]): string => {
  const rows = counted.map((what) => {
    const { added, known } = counts[what];
    return `  ${what.padEnd(14)} ${number(added).padStart(11)}${known > 0 ? `   ${number(known)} were there already` : ''}`;
  });
  const list = (kind: Note['kind']): string[] =>
    notes
      .filter((note) => note.kind === kind)
      .sort((a, b) => b.count - a.count)
      .flatMap(({ reason, count, examples }) => [
        `  ${number(count).padStart(7)}  ${reason}`,
        ...examples.map((example) => `             ${oneLine(example)}`),
        ...(count > examples.length ? [`             and ${number(count - examples.length)} more`] : []),
      ]);
  const section = (title: string, lines: string[]): string[] =>
    lines.length > 0 ? ['', title, ...lines] : [];
  const lost = list('lost');
  return [
    'Stored',
    ...rows,
    ...section('Changed on the way', list('changed')),
    ...section('Not carried', lost),
    ...(lost.length === 0 ? ['', 'Everything was carried.'] : []),
  ].join('\n');
};
