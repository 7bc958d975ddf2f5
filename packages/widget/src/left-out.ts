import { filesTexts } from './language/files.ts';
import type { RoomPlace } from './places.ts';

/** Which files were not taken, and how many go with one message. */
export const leftOutText = (
  names: readonly string[],
  { client, language }: Pick<RoomPlace, 'client' | 'language'>,
): string => {
  const values: Record<string, string> = {
    n: language.number(client.limits?.maxFilesPerMessage ?? 1),
    names: language.list(names),
  };
  return filesTexts(language.tag).tooMany.replace(
    /\{(\w+)\}/g,
    (whole, name: string) => values[name] ?? whole,
  );
};
