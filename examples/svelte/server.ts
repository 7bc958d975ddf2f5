// Bundles the page once, then serves it with the chat.
import { createServer } from 'node:http';
import { join } from 'node:path';
import { createChatServer } from '@chat/server';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import express from 'express';
import { build } from 'vite';

const port = Number(process.env.PORT || 3541);
const outDir = join(import.meta.dirname, 'dist');
await build({
  root: import.meta.dirname,
  configFile: false,
  plugins: [svelte({ configFile: false })],
  logLevel: 'warn',
  build: { outDir, emptyOutDir: true },
});

const app = express();
app.use(express.static(outDir));
const httpServer = createServer(app);
const { DATA_FILE, CORS_ORIGIN } = process.env;
createChatServer(httpServer, {
  ...(DATA_FILE && { storage: DATA_FILE }),
  ...(CORS_ORIGIN && { cors: { origin: CORS_ORIGIN.split(',') } }),
});
httpServer.listen(port, () => console.log(`http://localhost:${port}/?name=Ana&room=lobby`));
