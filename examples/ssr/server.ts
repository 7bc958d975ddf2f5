// Renders a page with React on the server. The chat is only a tag until widget.js loads; browsers without
// scripts show the latest messages.
import { createServer } from 'node:http';
import { createChatServer } from '@chat/server';
import { ChatRoom } from '@chat/widget/react';
import express from 'express';
import { createElement as h } from 'react';
import { renderToString } from 'react-dom/server';

const port = Number(process.env.PORT || 3550);
const app = express();
const httpServer = createServer(app);
const { DATA_FILE, CORS_ORIGIN } = process.env;
const chat = createChatServer(httpServer, {
  ...(DATA_FILE && { storage: DATA_FILE }),
  ...(CORS_ORIGIN && { cors: { origin: CORS_ORIGIN.split(',') } }),
});
const reader = chat.as({ id: 'page', name: 'Page', bot: true });

const lastMessages = async (roomId: string) => {
  const nothing = { messages: [] };
  return reader.call('message:list', { roomId, limit: 5 }).catch(() => nothing);
};

const render = async (roomId: string): Promise<string> => {
  const { messages } = await lastMessages(roomId);
  const lines = messages.map(({ id, author, text }) => h('li', { key: id }, `${author.name}: ${text}`));
  const page = h(
    'html',
    { lang: 'en' },
    h('head', null, h('title', null, 'Rendered'), h('script', { src: '/chat/widget.js', async: true })),
    h('body', null, h(ChatRoom, { room: roomId }), h('noscript', null, h('ul', null, lines))),
  );
  return `<!doctype html>${renderToString(page)}`;
};

app.get('/', (request, response, next) => {
  const { room } = request.query;
  render(typeof room === 'string' ? room : 'lobby').then((page) => response.type('html').send(page), next);
});

httpServer.listen(port, () => console.log(`http://localhost:${port}/?room=lobby`));
