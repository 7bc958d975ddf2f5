// `npm run example:cluster`: the live events on three nodes, with all their services, until it is stopped.
import { startCluster } from './cluster.ts';

const cluster = await startCluster({
  port: Number(process.env.PORT || 3506),
  nodes: Number(process.env.NODES || 3),
  print: (text) => process.stderr.write(text),
});
console.log(`Live events on ${cluster.nodes.length} nodes: ${cluster.url.replace('127.0.0.1', 'localhost')}`);
for (const { url } of cluster.nodes) console.log(`  a node: ${url}`);

let closing = false;
const close = async (): Promise<void> => {
  if (closing) return;
  closing = true;
  await cluster.close();
  process.exit();
};
process.on('SIGTERM', () => void close());
process.on('SIGINT', () => void close());
