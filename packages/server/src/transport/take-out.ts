/** Takes an item out of a list; false when it is not in it. Lists that hold one item nearly always are lighter than sets. */
export const takeOut = <T>(list: T[], item: T): boolean => {
  const index = list.indexOf(item);
  if (index >= 0) list.splice(index, 1);
  return index >= 0;
};
