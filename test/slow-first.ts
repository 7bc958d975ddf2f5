// The order in which test files start. Vitest starts large files first if it does not know how long they take.
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take long for their size, the longest first. Started last, they would leave cores idle at the end. */
const slowFiles = [
  'test/simulation/planted-bugs.test.ts',
  'packages/server/test/storage/mongodb.test.ts',
  'packages/server/test/storage/sqlite.test.ts',
  'packages/server/test/storage/postgres.test.ts',
  'test/simulation/simulation.test.ts',
  'test/public-api.test.ts',
  'packages/server/test/nodes/database-presence.test.ts',
  'test/e2e/as-shipped.e2e.test.ts',
  'test/e2e/calls-phone.e2e.test.ts',
  'test/cluster/cluster.e2e.test.ts',
  'test/faults/kill-rounds.e2e.test.ts',
  'test/e2e/layout-shift.e2e.test.ts',
  'test/e2e/front-ends.e2e.test.ts',
  'test/e2e/group-calls.e2e.test.ts',
  'test/e2e/calls-turn.e2e.test.ts',
  'test/faults/bad-network.e2e.test.ts',
  'test/faults/stalls.e2e.test.ts',
];

const rankOf = ({ moduleId }: TestSpecification): number => {
  const rank = slowFiles.findIndex((file) => moduleId.endsWith(`/${file}`));
  return rank < 0 ? slowFiles.length : rank;
};

/** Starts slow files first, and the others in Vitest's order. */
export class SlowFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const projects = [...new Set(sorted.map(({ project }) => project))];
    return projects.flatMap((project) =>
      sorted.filter((file) => file.project === project).toSorted((a, b) => rankOf(a) - rankOf(b)),
    );
  }
}
