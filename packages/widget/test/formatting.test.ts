// The effect of the formatting keys and toolbar on a text. `[` and `]` or `|` mark the selection.
import { describe, expect, test } from 'vitest';
import {
  continueBlock,
  hasFormat,
  linkTo,
  toggleFormat,
  type Edit,
  type Format,
  type Selected,
} from '../src/features/formatting/format-text.ts';

const read = (marked: string): Selected => {
  const cursor = marked.indexOf('|');
  if (cursor >= 0) return { text: marked.replace('|', ''), start: cursor, end: cursor };
  return { text: marked.replace(/[«»]/g, ''), start: marked.indexOf('«'), end: marked.indexOf('»') - 1 };
};

const write = ({ text }: Selected, { from, to, text: put, start, end }: Edit): string => {
  const result = text.slice(0, from) + put + text.slice(to);
  if (start === end) return `${result.slice(0, start)}|${result.slice(start)}`;
  return `${result.slice(0, start)}«${result.slice(start, end)}»${result.slice(end)}`;
};

const toggled = (format: Format, marked: string): string =>
  write(read(marked), toggleFormat(format, read(marked)));

describe('a format is put on the selection, and taken off again', () => {
  const cases: [format: Format, without: string, withIt: string][] = [
    ['bold', 'un «texto» más', 'un **«texto»** más'],
    ['italic', 'un «texto» más', 'un _«texto»_ más'],
    ['strike', 'un «texto» más', 'un ~~«texto»~~ más'],
    ['code', 'un «texto» más', 'un `«texto»` más'],
    ['italic', 'me«dia»s', 'me*«dia»*s'],
    ['bold', 'un _«texto»_ más', 'un **_«texto»_** más'],
    ['italic', 'un **«texto»** más', 'un _**«texto»**_ más'],
    ['code', '**«texto»**', '**`«texto»`**'],
    ['bold', 'pal|abra', '**pal|abra**'],
    ['bold', '|', '**|**'],
    ['quote', '«uno\ndos»', '«> uno\n> dos»'],
    ['bullets', '«uno\ndos»', '«- uno\n- dos»'],
    ['numbers', '«uno\ndos\ntres»', '«1. uno\n2. dos\n3. tres»'],
    ['bullets', 'uno|', '- uno|'],
    ['quote', '|', '> |'],
    ['codeBlock', '«uno\ndos»', '```\n«uno\ndos»\n```'],
    ['codeBlock', '|', '```\n|\n```'],
    ['bold', '«- uno\n- dos»', '«- **uno**\n- **dos**»'],
  ];
  test.each(cases)('%s: %j', (format, without, withIt) => {
    expect(toggled(format, without)).toBe(withIt);
    expect(hasFormat(format, read(withIt))).toBe(true);
    expect(hasFormat(format, read(without))).toBe(false);
    expect(toggled(format, withIt)).toBe(without);
  });
});

test.each<[Format, string, string]>([
  // Marks touch the text; the blanks stay outside.
  ['bold', 'un« texto »más', 'un **«texto»** más'],
  // The marks may be part of the selection.
  ['bold', 'un «**texto**» más', 'un «texto» más'],
  ['bold', '«***texto***»', '*«texto»*'],
  ['italic', '«***texto***»', '**«texto»**'],
  ['bold', '__«texto»__', '«texto»'],
  // At the end of bold text, the key leaves it.
  ['bold', '**texto|**', '**texto**|'],
  ['code', '«uno\ndos»', '```\n«uno\ndos»\n```'],
  ['bold', '«- **uno**\n- dos»', '«- **uno**\n- **dos**»'],
  // One kind of list becomes the other.
  ['numbers', '«- uno\n- dos»', '«1. uno\n2. dos»'],
  ['bullets', '> |uno', '> - |uno'],
  ['link', 'ver «esto» ya', 'ver [esto](«https://») ya'],
  ['link', 'ver [«esto»](https://example.org) ya', 'ver «esto» ya'],
  ['link', '«https://example.org»', '[|](https://example.org)'],
  ['link', 'ver |', 'ver [|](https://)'],
])('%s makes of %j %j', (format, before, after) => {
  expect(toggled(format, before)).toBe(after);
});

test.each([
  ['- uno|', '- uno\n- |'],
  ['3. uno|', '3. uno\n4. |'],
  ['> uno|', '> uno\n> |'],
  ['- uno\n- |', '- uno\n|'],
])('a line break in a list or quote continues it, in an empty item ends it: %j', (before, after) => {
  const edit = continueBlock(read(before));
  expect(edit && write(read(before), edit)).toBe(after);
});

test.each(['uno|', '```\n- uno|', '«- uno»'])('a line break elsewhere is plain: %j', (text) => {
  expect(continueBlock(read(text))).toBeNull();
});

test('a pasted address makes a link of the selected words, and replaces a selected address', () => {
  const put = (address: string, marked: string) => {
    const edit = linkTo(address, read(marked));
    return edit && write(read(marked), edit);
  };
  expect(put('https://example.org/a', 'ver «esto» ya')).toBe('ver [esto](https://example.org/a)| ya');
  expect(put('https://example.org/a', 'ver «https://example.com» ya')).toBeNull();
  expect(put('dos palabras', 'ver «esto» ya')).toBeNull();
  expect(put('javascript:alert(1)', 'ver «esto» ya')).toBeNull();
  expect(put('https://example.org/a', 'ver | ya')).toBeNull();
});
