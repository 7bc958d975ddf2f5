import { sizeText } from './attachment-view.ts';
import { filesTexts } from './texts.ts';
import type { RoomPlace } from '../../core/feature.ts';

type Place = Pick<RoomPlace, 'client' | 'language'>;

const filled = (text: string, values: Record<string, string>): string =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);

/** Which files were not taken, and how many go with one message. */
export const leftOutText = (names: readonly string[], { client, language }: Place): string =>
  filled(filesTexts(language.tag).tooMany, {
    n: language.number(client.limits?.maxFilesPerMessage ?? 1),
    names: language.list(names),
  });

/** Which file is larger than the server takes, and how large a file may be. */
export const tooLargeText = ({ name, size }: File, { client, language }: Place): string => {
  const most = client.limits?.maxFileBytes ?? 0;
  // Sizes that differ by little are written with more digits, so that they are seen to differ.
  const digits = sizeText(size, language) === sizeText(most, language) ? 6 : 1;
  return filled(filesTexts(language.tag).tooLarge, {
    name,
    size: sizeText(size, language, digits),
    limit: sizeText(most, language, digits),
  });
};
