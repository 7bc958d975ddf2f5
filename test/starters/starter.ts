/** A project as a guide describes it. */
export interface Starter {
  name: string;
  /** By their paths. They say port 3000, which is another one in each run. */
  files: Record<string, string>;
  /** What is installed besides the packages of the chat. Starters with the same ones share an installation. */
  packages: readonly string[];
  /** The command that builds it, of an installed package, with its arguments. */
  build?: readonly string[];
  /** The command that serves the page, if it is not `node server.mjs`. */
  start?: readonly string[];
  /** Where the page is. `NAME` stands for the name of the user. By default `/`. */
  page?: string;
  /** The page knows its users: they enter no name. */
  knowsUsers?: boolean;
  /** The button that opens the chat. */
  opener?: RegExp;
}
