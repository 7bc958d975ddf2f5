import { createChatClient } from '@chat/client';
import { mount } from 'svelte';
import App from './App.svelte';

const params = new URLSearchParams(location.search);
const client = createChatClient({ name: params.get('name') ?? 'Guest' });
const target = document.getElementById('app');
if (target) mount(App, { target, props: { client, roomId: params.get('room') ?? 'lobby' } });
