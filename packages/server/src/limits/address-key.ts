const groupsOfNetwork = 4;
const groupsOfAddress = 8;

/**
 * Returns the key that an address is counted under: an IPv4 address itself, also if it is mapped into IPv6;
 * an IPv6 address's /64, which is one household. Anything else, such as a header from a proxy, unchanged.
 */
export const addressKey = (address: string): string => {
  if (!address.includes(':')) return address;
  const [plain = ''] = address.toLowerCase().split('%');
  const [, dotted] = /^(?:0*:)*:?(?:0*:)*ffff:(\d{1,3}(?:\.\d{1,3}){3})$/.exec(plain) ?? [];
  if (dotted !== undefined) return dotted;
  const groups = groupsOf(plain);
  if (groups === null) return address;
  const isMapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  const [high = 0, low = 0] = groups.slice(6);
  if (isMapped) return [high >> 8, high & 0xff, low >> 8, low & 0xff].join('.');
  return `${groups
    .slice(0, groupsOfNetwork)
    .map((group) => group.toString(16))
    .join(':')}::/64`;
};

const groupsOf = (address: string): number[] | null => {
  const [head = '', tail, more] = address.split('::');
  if (more !== undefined) return null;
  const first = head === '' ? [] : head.split(':');
  const last = tail === undefined || tail === '' ? [] : tail.split(':');
  const missing = groupsOfAddress - first.length - last.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return null;
  const groups = [...first, ...Array<string>(missing).fill('0'), ...last];
  return groups.every((group) => /^[\da-f]{1,4}$/.test(group))
    ? groups.map((group) => parseInt(group, 16))
    : null;
};
