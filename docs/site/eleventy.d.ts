/** The part of Eleventy that `generator.ts` uses: the package has no types. */
declare module '@11ty/eleventy' {
  export interface Configuration {
    setTemplateFormats(formats: string[]): void;
    setUseGitIgnore(use: boolean): void;
    setIncludesDirectory(path: string): void;
    setDataDirectory(path: string): void;
    amendLibrary(format: string, amend: (library: never) => void): void;
    addTemplate(path: string, text: string, data: Record<string, unknown>): void;
    addFilter(name: string, filter: (...given: never[]) => unknown): void;
    addPassthroughCopy(paths: Record<string, string>): void;
    addGlobalData(name: string, value: unknown): void;
  }
  interface Options {
    quietMode: boolean;
    /** Empty: no file, `config` alone. */
    configPath: string;
    config(configuration: Configuration): void;
  }
  export default class Eleventy {
    constructor(input: string, output: string, options: Options);
    write(): Promise<unknown>;
  }
}
