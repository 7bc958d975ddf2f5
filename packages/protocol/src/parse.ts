import * as v from 'valibot';
import { ChatError } from './error.ts';
import { commands, type CommandName, type Input } from './wire.ts';

/**
 * Validates the input of a command. Returns a new object with the allowed fields only; throws `invalid` with
 * the field.
 */
export const parseInput = <N extends CommandName>(name: N, input: unknown): Input<N> => {
  const result = v.safeParse(commands[name].input, input, { abortEarly: true });
  if (result.success) return result.output;
  const [issue] = result.issues;
  const field = v.getDotPath(issue) ?? undefined;
  throw new ChatError('invalid', describe(issue, field), field === undefined ? {} : { field });
};

/** Validates a value against a schema, as `parseInput` does. */
export const parseField = <T>(schema: v.GenericSchema<unknown, T>, value: unknown, field: string): T => {
  const result = v.safeParse(schema, value, { abortEarly: true });
  if (result.success) return result.output;
  throw new ChatError('invalid', describe(result.issues[0], field), { field });
};

const describe = (issue: v.BaseIssue<unknown>, field: string | undefined): string => {
  if (field === undefined) return 'input must be an object';
  if (issue.kind === 'schema' && issue.expected === 'never') return `${field} is not a field of this command`;
  if (issue.kind === 'schema' && issue.received === 'undefined') return `${field} is required`;
  if (issue.kind === 'schema') return `${field} must be ${issue.expected ?? 'something else'}`;
  return `${field} ${issue.message}`;
};
