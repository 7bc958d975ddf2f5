"""A whole OpenStack Swift in one process, with its S3 interface, for the tests of files in S3.

    python3 swift-server.py FOLDER ACCESS_KEY SECRET_KEY

Prints the port of its S3 interface, keeps everything below FOLDER, and ends when its standard input does. Swift checks the
signature and the content hash of every request; what is here is only how its own servers are put together.
"""
import os
import sys

from swift.common import utils

utils.eventlet_monkey_patch()
utils.SWIFT_CONF_FILE = os.devnull
utils.HASH_PATH_SUFFIX = b'chat'

import eventlet
import eventlet.wsgi
from eventlet.patcher import original
from swift.account.server import AccountController
from swift.common.http_protocol import SwiftHttpProtocol
from swift.common.middleware import (
    catch_errors, container_quotas, gatekeeper, listing_formats, slo, tempauth)
from swift.common.middleware.s3api import s3api
from swift.common.ring import RingBuilder
from swift.container.server import ContainerController
from swift.obj.server import ObjectController
from swift.proxy.server import Application

folder, access_key, secret_key = sys.argv[1:]
account, user = access_key.split(':')
# Without a place to log to, it looks for syslog, and writes to standard error where there is none.
conf = {'devices': folder, 'swift_dir': folder, 'mount_check': 'false', 'log_level': 'CRITICAL',
        # All of it is one process: what is slow to answer has not gone.
        'conn_timeout': '60', 'node_timeout': '60', 'container_update_timeout': '60'}


def serve(sock, app):
    eventlet.spawn(eventlet.wsgi.server, sock, app, utils.NullLogger(), protocol=SwiftHttpProtocol,
                   capitalize_response_headers=False)


class TokensAlone(object):
    """In place of memcached. What Swift would remember of its containers is always read anew, so it is never out of date."""
    tokens = {}

    def get(self, key, **_):
        return self.tokens.get(key)

    def set(self, key, value, **_):
        if '/token/' in key:
            self.tokens[key] = value

    def delete(self, key, **_):
        self.tokens.pop(key, None)


def listen():
    return eventlet.listen(('127.0.0.1', 0))


for name, controller in (('account', AccountController), ('container', ContainerController),
                         ('object', ObjectController)):
    sock = listen()
    ring = RingBuilder(part_power=0, replicas=1, min_part_hours=0)
    ring.add_dev({'region': 1, 'zone': 1, 'weight': 1, 'ip': '127.0.0.1', 'port': sock.getsockname()[1], 'device': 'disk'})
    ring.rebalance()
    ring.get_ring().save(os.path.join(folder, name + '.ring.gz'))
    serve(sock, controller(conf))
os.makedirs(os.path.join(folder, 'disk'), exist_ok=True)

front = Application(dict(conf, account_autocreate='true'))
for factory, own in (
        (container_quotas.filter_factory, {}),
        (slo.filter_factory, {}),
        (tempauth.filter_factory, {'user_%s_%s' % (account, user): secret_key + ' .admin'}),
        (s3api.filter_factory, {'location': 'us-east-1'}),
        (listing_formats.filter_factory, {}),
        (gatekeeper.filter_factory, {}),
        (catch_errors.filter_factory, {})):
    front = factory(conf, **own)(front)
cache = TokensAlone()
door = listen()
serve(door, lambda env, start: front(dict(env, **{'swift.cache': cache}), start))


def end_with_input():
    sys.stdin.buffer.read()
    os._exit(0)


original('threading').Thread(target=end_with_input, daemon=True).start()
print(door.getsockname()[1], flush=True)
while True:
    eventlet.sleep(3600)
