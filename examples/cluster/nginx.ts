/** The address of nginx, its nodes, and its folder for temporary files. */
export interface Front {
  port: number;
  /** The address to listen on. Default 127.0.0.1: only this machine can reach it. */
  host?: string;
  /** Ports of the nodes on this machine, or complete addresses such as `10.0.0.11:3504`. */
  nodes: readonly (number | string)[];
  folder: string;
}

/**
 * Returns a configuration of nginx in front of several nodes. A websocket may go to any of them. Long
 * polling, with which old front ends begin, must stay with one node, so it is routed by the client's address.
 * A node that does not respond is skipped for two seconds.
 */
export const nginxConfig = ({ port, host = '127.0.0.1', nodes, folder }: Front): string => {
  const servers = nodes
    .map((node) => (typeof node === 'number' ? `127.0.0.1:${node}` : node))
    .map((node) => `    server ${node} max_fails=1 fail_timeout=2s;`)
    .join('\n');
  return `daemon off;
worker_processes 1;
pid ${folder}/nginx.pid;
error_log stderr notice;
events { worker_connections 16384; }
http {
  access_log off;
  client_body_temp_path ${folder}/body;
  proxy_temp_path ${folder}/proxy;
  fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi;
  scgi_temp_path ${folder}/scgi;

  upstream any_node {
    least_conn;
${servers}
  }
  upstream same_node {
    hash $remote_addr consistent;
${servers}
  }
  map "$arg_transport:$arg_sid" $pool {
    "websocket:" any_node;
    default same_node;
  }
  map $http_upgrade $connection_header {
    default upgrade;
    "" "";
  }

  server {
    listen ${host}:${port};
    client_max_body_size 0;
    location / {
      proxy_pass http://$pool;
      proxy_http_version 1.1;
      proxy_set_header Host $host;
      proxy_set_header X-Real-IP $remote_addr;
      proxy_set_header Upgrade $http_upgrade;
      proxy_set_header Connection $connection_header;
      proxy_connect_timeout 2s;
      # Longer than a connection of the chat is ever silent.
      proxy_read_timeout 90s;
      proxy_request_buffering off;
    }
  }
}
`;
};
