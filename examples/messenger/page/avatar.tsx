const initials = (name: string): string =>
  name
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => String.fromCodePoint(word.codePointAt(0) ?? 32).trim())
    .join('')
    .toUpperCase();

const hues = 8;
/** The same user always has the same colour. */
const hueOf = (id: string): number =>
  Array.from(id, (each) => each.charCodeAt(0)).reduce((sum, each) => sum + each, 0) % hues;

export const Avatar = ({
  id,
  name,
  avatarUrl,
}: {
  id: string;
  name: string;
  avatarUrl?: string | undefined;
}) =>
  avatarUrl ? (
    <img className="avatar" src={avatarUrl} alt="" width="36" height="36" />
  ) : (
    <i className={`avatar hue-${hueOf(id)}`} aria-hidden="true">
      {initials(name)}
    </i>
  );
