// For PM2 on one machine: `pm2 start ecosystem.config.cjs`, with DATABASE_URL and REDIS_URL set. Processes of their own rather than
// PM2's cluster mode: that one would hand the requests of one long-polling connection to different processes.
const ports = [4001, 4002, 4003];

module.exports = {
  apps: ports.map((port) => ({
    name: `live-events-${port}`,
    script: '../live-events/server.ts',
    cwd: __dirname,
    // `pm2 reload all` ends one after the other, each in peace.
    kill_timeout: 20_000,
    env: { PORT: String(port), BEHIND_PROXY: '1' },
  })),
};
