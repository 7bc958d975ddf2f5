import type { MessageItem } from '@chat/client';
import type { Inline, Named } from './inline-markdown.ts';
import { parseMarkdown, type Block } from './markdown.ts';
import { nameIn } from '../core/member-names.ts';
import type { RoomContext } from '../core/feature.ts';

/** Words for `@all` in the languages of the widget. */
const everybody = ['all', 'everyone', 'todos', 'tous', 'alle', '\u0627\u0644\u062c\u0645\u064a\u0639'];

/** The words for `@all`, as names of one user. */
export const everyoneNames = (userId: string): Named[] => everybody.map((name) => ({ userId, name }));

/** Returns the users that a message mentions, with their names. `@all` counts as the reader. */
export const mentionNames = (
  { mentions, mentionsAll, mine }: Pick<MessageItem, 'mentions' | 'mentionsAll' | 'mine'>,
  context: RoomContext,
): Named[] => [
  ...mentions.flatMap((userId) => {
    const name = nameIn(context, userId);
    return name === undefined ? [] : [{ userId, name }];
  }),
  ...(mentionsAll ? everyoneNames(mine ? '' : (context.client.user?.id ?? '')) : []),
];

/** Returns the ids of the users mentioned in a text, once each; for a shared name, the first of `named`. */
export const mentionedUsers = (text: string, named: readonly Named[]): string[] =>
  text.includes('@') ? [...new Set(parseMarkdown(text, named).flatMap(inBlock))] : [];

const inBlock = (block: Block): string[] => {
  if (block.kind === 'text') return block.children.flatMap(inPiece);
  if (block.kind === 'quote') return block.children.flatMap(inBlock);
  if (block.kind === 'code') return [];
  return block.items.flatMap(({ children, below }) => [
    ...children.flatMap(inPiece),
    ...below.flatMap(inBlock),
  ]);
};

const inPiece = (piece: Inline): string[] => {
  if (piece.kind === 'mention') return [piece.userId];
  return 'children' in piece ? piece.children.flatMap(inPiece) : [];
};
