import { Client } from 'pg';

/** A statement as it was sent. */
interface Statement {
  sql: string;
  input: readonly unknown[];
}

interface Plan {
  'Node Type': string;
  'Relation Name'?: string;
  Plans?: Plan[];
}

type Query = (sql: unknown, input?: unknown, ...rest: unknown[]) => unknown;

/**
 * Records each statement with parameters that any connection of this process sends from now on, in any
 * schema, once.
 */
export const noteStatements = (): { statements(): Statement[]; stop(): void } => {
  const noted = new Map<string, Statement>();
  const client = Client.prototype as unknown as { query: Query };
  const { query } = client;
  client.query = function (this: unknown, sql, input, ...rest) {
    if (typeof sql === 'string' && Array.isArray(input))
      noted.set(sql.replaceAll(/"chat_\d+"/g, 's'), { sql, input });
    return query.call(this, sql, input, ...rest);
  };
  return { statements: () => [...noted.values()], stop: () => void (client.query = query) };
};

const scansOf = (plan: Plan): string[] => [
  ...(plan['Node Type'] === 'Seq Scan' ? [plan['Relation Name'] ?? ''] : []),
  ...(plan.Plans ?? []).flatMap(scansOf),
];

/**
 * Returns the tables that a statement can only scan: it is planned as if a scan cost more than anything else.
 */
export const scannedBy = async (client: Client, { sql, input }: Statement): Promise<string[]> => {
  await client.query('SET enable_seqscan = off');
  const { rows } = await client.query<{ 'QUERY PLAN': { Plan: Plan }[] }>(`EXPLAIN (FORMAT JSON) ${sql}`, [
    ...input,
  ]);
  return (rows[0]?.['QUERY PLAN'] ?? []).flatMap(({ Plan }) => scansOf(Plan));
};
