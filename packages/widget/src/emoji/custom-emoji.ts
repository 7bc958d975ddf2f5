import type { ChatClient } from '@chat/client';
import type { CustomEmoji } from '@chat/protocol';
import { html, type TemplateResult } from 'lit';
import { shows } from '../core/feature-filter.ts';

type ByName = ReadonlyMap<string, CustomEmoji>;

/** The server, and the page's `features`, which can leave custom emoji out. */
export interface EmojiReader {
  client: ChatClient;
  features: string | null;
}

/** The custom emoji of each server, by name, once they are loaded. */
const known = new WeakMap<ChatClient, ByName>();

/** A `:name:` in a text. */
const pattern = /:([a-z\d][a-z\d_+-]{1,31}):/g;

/** Whether a text may contain a custom emoji. */
export const mayHaveCustomEmoji = (text: string): boolean => text.search(pattern) >= 0;

/** Returns the custom emoji by name; undefined until they are loaded, or if the page leaves them out. */
export const customEmojiOf = ({ client, features }: EmojiReader): ByName | undefined =>
  shows(features, 'custom-emoji') ? known.get(client) : undefined;

/** Loads the custom emoji of the server. Never rejects: without them `:name:` stays text. */
export const loadCustomEmoji = async ({ client, features }: EmojiReader): Promise<ByName> => {
  const found = known.get(client);
  if (!shows(features, 'custom-emoji')) return new Map();
  if (found) return found;
  try {
    const loaded = new Map((await client.customEmoji.list()).map((each) => [each.name, each]));
    known.set(client, loaded);
    return loaded;
  } catch {
    return new Map();
  }
};

const picture = ({ url, label, name }: CustomEmoji): TemplateResult =>
  html`<img class="custom-emoji" src=${url} alt=${label} title=":${name}:" draggable="false" />`;

/** Returns a text with its custom emoji as pictures; unknown names stay text. */
export const withCustomEmoji = (text: string, reader: EmojiReader): string | (string | TemplateResult)[] => {
  const emoji = customEmojiOf(reader);
  if (!emoji?.size || !mayHaveCustomEmoji(text)) return text;
  const pieces: (string | TemplateResult)[] = [];
  let from = 0;
  for (const { index, 0: whole, 1: name = '' } of text.matchAll(pattern)) {
    const found = emoji.get(name);
    if (!found) continue;
    pieces.push(text.slice(from, index), picture(found));
    from = index + whole.length;
  }
  return [...pieces, text.slice(from)];
};

/** Returns the custom emoji of a reaction; undefined for others. */
export const customEmojiIn = (reaction: string, reader: EmojiReader): CustomEmoji | undefined =>
  reaction.startsWith(':') ? customEmojiOf(reader)?.get(reaction.slice(1, -1)) : undefined;

/** Returns the emoji of a reaction as shown: a picture if it is a custom one. */
export const reactionGlyph = (reaction: string, reader: EmojiReader): string | TemplateResult => {
  const found = customEmojiIn(reaction, reader);
  return found ? picture(found) : reaction;
};

/** Returns how a reaction is read out. */
export const reactionName = (reaction: string, reader: EmojiReader): string =>
  customEmojiIn(reaction, reader)?.label ?? reaction;
