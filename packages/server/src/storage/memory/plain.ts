/** The methods of a store without their promises. */
export type Plain<Store> = {
  [Name in keyof Store]: Store[Name] extends (...args: infer A) => Promise<infer T>
    ? (...args: A) => T
    : never;
};
