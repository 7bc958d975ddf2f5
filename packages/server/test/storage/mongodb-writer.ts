// Writes messages to room r until it is killed, and prints each acknowledged one: node mongodb-writer.ts
// ADDRESS DATABASE
import { mongodbStorage } from '../../src/storage/mongodb/mongodb-storage.ts';
import { send } from '../../src/testing/sample.ts';

const [address = '', database = ''] = process.argv.slice(2);
const { timeline } = mongodbStorage(address, { database });

for (let at = 0; ; at += 1) {
  const [result] = await timeline.commit('r', [send(`killed-${at}`)]);
  if (result?.ok) process.stdout.write(`killed-${at}\n`);
}
