import { parseArgs } from 'node:util';

/** An error of whoever typed the command: printed without a stack. */
export class UsageError extends Error {
  override name = 'UsageError';
}

/** A flag of a command, which may also be set by a variable of the environment. */
export interface Flag {
  /** What stands for the value in the help. Absent: the flag takes none. */
  value?: string;
  /** The variable that sets it too. The flag wins. */
  variable?: string;
  /** May be given several times; the variable separates values with commas. */
  multiple?: boolean;
  /** One line of the help. */
  text: string;
}

/** The values of flags, by name. A flag without a value is `['yes']`. */
export type FlagValues = Readonly<Record<string, readonly string[] | undefined>>;

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads flags and environment. Throws a `UsageError` for an unknown flag or a missing value. */
export const readFlags = (
  flags: Readonly<Record<string, Flag>>,
  args: readonly string[],
  env: Environment,
): FlagValues => {
  const given = parse(flags, args);
  const fromEnv = ({ variable, multiple }: Flag): string[] | undefined => {
    const text = variable === undefined ? '' : (env[variable] ?? '').trim();
    if (text === '') return undefined;
    return multiple ? text.split(',').map((each) => each.trim()) : [text];
  };
  return Object.fromEntries(
    Object.entries(flags).map(([name, flag]) => [name, given[name] ?? fromEnv(flag)]),
  );
};

const parse = (
  flags: Readonly<Record<string, Flag>>,
  args: readonly string[],
): Record<string, string[] | undefined> => {
  const options = Object.fromEntries(
    Object.entries(flags).map(([name, { value, multiple = false }]) => [
      name,
      { type: value === undefined ? ('boolean' as const) : ('string' as const), multiple },
    ]),
  );
  try {
    const { values } = parseArgs({ args: [...args], options });
    return Object.fromEntries(
      Object.entries(values).map(([name, value]) => [
        name,
        value === true ? ['yes'] : [value ?? []].flat().map(String),
      ]),
    );
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    if (!code.startsWith('ERR_PARSE_ARGS')) throw error;
    throw new UsageError(message.split('. ')[0]);
  }
};

/** Returns the lines of the help for these flags. */
export const describeFlags = (flags: Readonly<Record<string, Flag>>): string => {
  const rows = Object.entries(flags).map(([name, { value, variable, text }]) => [
    `--${name}${value === undefined ? '' : ` <${value}>`}`,
    `${text}${variable === undefined ? '' : ` [${variable}]`}`,
  ]);
  const width = Math.max(...rows.map(([left = '']) => left.length));
  return rows.map(([left = '', right = '']) => `  ${left.padEnd(width)}  ${right}`).join('\n');
};
