"""Runs Patroni with ten changes: an etcd that not all have joined, a lock that only whoever has it can extend, TLS
without more packages, streams that end, commits that go on waiting, disks that hang, databases that do not answer,
copies that come no further, clocks that are set, and sites that are drained.

Patroni reads etcd without asking a majority, and puts its name on the lock of the primary again when its
lease has ended. A primary that was cut off or paused for longer than its lease, and comes back, may so read
that the lock is still its own, and take it from the one that has become primary meanwhile: what that one has
acknowledged is lost. Here the lock is read through a majority before it is extended, and its name is put on
it again only if nobody has written it since.

An etcd does not tell its version before each of its voters was there once, and Patroni 3 waits for that. So the first
start would want all sites. Here it goes on with a majority: which etcd it is, is known.

The library through which Patroni 3 asks etcd puts pyOpenSSL in the place of Python's TLS where it is installed. That
reads no certificate with a name unless idna is installed, too, which Debian does not see to. Here Python's own is used.

Patroni sees the lock through a stream of one etcd. When that does not answer any more, it turns to another, but
Patroni 3 does not get rid of the stream where TLS is pyOpenSSL's: an etcd that is paused ends none, so the other sites
would see a lock that has ended long ago, and nobody would take it. Here the stream ends.

Patroni 3 that starts beside a PostgreSQL that runs has its commits wait for nobody any more, and leaves it at that,
while another site is known to have everything: this one may become primary, and has not. Here they go on waiting for
whom they waited; and should they wait for nobody, no site counts as having everything.

PostgreSQL answers questions from memory while its disk takes nothing, so Patroni sees a primary that is well, and
no commit ever ends. Here whoever has the lock writes to the disk, too, and gives the lock away when that hangs and
another site has all that was acknowledged. It ends at once then, for another site does not become primary while
this one says that it is; and it does not begin before its disk takes something again.

A Patroni that starts beside a PostgreSQL that is held takes it for the primary that it was, and extends the lock without
an answer. Here it gives that away, too, when no answer comes and another site can go on.

A copy whose replay stands still goes on receiving, so the primary waits for it, without end. Here it says that it
is not to be waited for.

Patroni sleeps until an hour of the wall comes, for an hour when the clock is set back by one. Here its clock only
goes on.

A site that an administrator has drained tells the others that it is not to be made primary. So the primary
waits for another site instead, where there is one, and that one takes over when the primary is lost. In a file
of Patroni's this tag would forbid it even where no other site is left; told to the others alone, it does not.
"""
import logging
import os
import re
import signal
import socket
import sys
import threading
import time


def steady(wall=time.time, boot=time.CLOCK_BOOTTIME):
    """A clock that is right now, and goes on evenly whatever the machine's is set to."""
    began = wall() - time.clock_gettime(boot)
    return lambda: began + time.clock_gettime(boot)


if __name__ == '__main__':
    time.time = steady()

import patroni.postgresql  # Patroni 4 finds no other way into its circle of imports
from patroni import ha
from patroni.dcs import etcd3
from patroni.exceptions import PostgresConnectionException
from patroni.postgresql import Postgresql
from patroni.postgresql.config import ConfigHandler

try:
    from urllib3.contrib import pyopenssl
    pyopenssl.extract_from_urllib3()
except ImportError:
    pass  # it is not there, so nobody uses it

logger = logging.getLogger('patroni.godwit')


class Disk(threading.Thread):
    """Writes to a folder again and again."""
    patience = 8  # seconds; a disk that is only busy may need some

    def __init__(self, folder):
        super().__init__(daemon=True)
        self.file = os.path.join(folder, 'disk')
        self.answered = time.monotonic()

    def hangs(self):
        return time.monotonic() - self.answered > self.patience

    def run(self):
        while True:
            try:
                self.write()
            except OSError as e:  # an answer, too: PostgreSQL hears the same, and ends
                logger.warning('the disk takes nothing: %s', e)
            self.answered = time.monotonic()
            time.sleep(1)

    def end_postgres(self):
        """Ends PostgreSQL, whose processes that wait for the disk end with the wait, and us."""
        try:
            with open(os.path.join(os.path.dirname(self.file), 'postgres', 'postmaster.pid')) as file:
                os.kill(int(file.readline()), signal.SIGQUIT)
        except (OSError, ValueError) as e:
            logger.warning('PostgreSQL cannot be ended: %s', e)
        os._exit(1)

    def write(self):
        file = os.open(self.file, os.O_WRONLY | os.O_CREAT, 0o600)
        try:
            os.write(file, b'.')
            os.fsync(file)
        finally:
            os.close(file)


class Silence:
    """How long a PostgreSQL that runs has not answered."""
    patience = 8  # seconds; as for its disk

    def __init__(self):
        self.since = None

    def ask(self, question):
        """Puts a question to it."""
        try:
            answer = question()
        except PostgresConnectionException:
            self.since = self.since or time.monotonic()
            raise
        self.since = None
        return answer

    def is_long(self):
        return self.since is not None and time.monotonic() - self.since > self.patience


class Replay:
    """Whether a copy shows what it receives."""
    patience = 4  # seconds; PostgreSQL ends within 2 what a reader holds up

    def __init__(self):
        self.at, self.since = None, time.monotonic()

    def look(self, received, replayed):
        if received is None or replayed is None or replayed >= received or replayed != self.at:
            self.at, self.since = replayed, time.monotonic()

    def stands(self):
        return time.monotonic() - self.since > self.patience


disk = Disk('.')  # the one to look at, once it runs
silence = Silence()
replay = Replay()


def ails():
    """Why no commit ends here, if so."""
    if disk.is_alive() and disk.hangs():
        return 'its disk takes nothing'
    return 'it does not answer' if silence.is_long() else None


def replaceable(self):
    """Whether another site that is there has all that we have acknowledged."""
    known = self.cluster
    return bool(known) and any(
        each.name != self._name and each.is_running and each.name in known.sync.members for each in known.members)


def extend(self, *_):
    """Extends our lock; False when it is not ours."""
    deadline = self._retry.copy()

    def in_time(*args, **kwargs):
        kwargs['retry'] = deadline
        return deadline(*args, **kwargs)

    def ask(method, *args, **kwargs):
        return self._run_and_handle_exceptions(method, *args, retry=in_time, **kwargs)

    wanted = {'key': etcd3.base64_encode(self.leader_path)}  # without "serializable": through a majority
    found = ask(self._client.call_rpc, '/kv/range', wanted).get('kvs') or [{}]
    if found[0].get('value') not in (self._name, etcd3.base64_encode(self._name)):
        return False
    reason = ails()
    if reason and replaceable(self):
        logger.error('another site has to be primary, for PostgreSQL commits nothing here: %s', reason)
        ask(self._client.deleterange, self.leader_path, mod_revision=found[0]['mod_revision'])
        disk.end_postgres()
        return False
    ask(self._do_refresh_lease, True)
    if self._lease and found[0].get('lease') != self._lease:
        return bool(
            ask(self._client.put, self.leader_path, self._name, self._lease, mod_revision=found[0]['mod_revision']))
    return bool(self._lease)


def known_version(self, *_, **__):
    """Debian 12 has 3.4, and nobody has an older one."""
    self._cluster_version, self.version_prefix = (3, 4, 0), '/v3'


etcd3.Etcd3Client._ensure_version_prefix = known_version


def state(self, name, original=Postgresql._cluster_info_state_get):
    """What PostgreSQL says of itself."""
    if self.is_starting() or not self.is_running():
        silence.since = None  # nobody expects an answer
        return original(self, name)
    return silence.ask(lambda: original(self, name))


Postgresql._cluster_info_state_get = state


def end_stream(self):
    """Ends what this thread waits for, so that it begins anew with the etcd that answers."""
    with self._response_lock:
        if not self._response:
            self._response = False  # it has not begun, and is not to
            return
        stream = getattr(self._response.connection, 'sock', None)
    try:
        getattr(stream, 'socket', stream).shutdown(socket.SHUT_RDWR)  # below that of pyOpenSSL is the machine's
    except (AttributeError, OSError) as e:
        logger.debug('the stream has ended already: %s', e)


if not hasattr(ConfigHandler, 'load_current_server_parameters'):  # Patroni 4 does it so
    etcd3.KVCache.kill_stream = end_stream


def waited_for(file):
    """Whom commits wait for by the settings that Patroni wrote; None when for nobody."""
    try:
        with open(file) as lines:
            found = re.search(r"^synchronous_standby_names = '(.*)'$", lines.read(), re.MULTILINE)
    except OSError:
        return None  # there is no PostgreSQL yet
    return re.sub(r"(['\\])\1", r'\1', found.group(1)) if found else None


def parameters(self, config, original=ConfigHandler.get_server_parameters):
    """What is written into the settings of PostgreSQL."""
    if self._synchronous_standby_names is None:
        self._synchronous_standby_names = waited_for(self._postgresql_conf)
    return original(self, config)


def synchronise(self, original=ha.Ha.process_sync_replication):
    """Chooses whom commits wait for."""
    known = self.cluster.sync
    waits = self.state_handler.synchronous_standby_names() or ''
    if not known.is_empty and any(name not in waits for name in known.members):
        logger.error('commits wait for %r, and not for %s', waits, known.members)
        if not self.dcs.write_sync_state(self.state_handler.name, None, index=known.index):
            return None
        self.cluster = self.dcs.get_cluster()
    return original(self)


if not hasattr(ConfigHandler, 'load_current_server_parameters'):  # Patroni 4 sees to it
    ConfigHandler.get_server_parameters = parameters
    ha.Ha.process_sync_replication = synchronise


etcd3.Etcd3._update_leader = etcd3.catch_return_false_exception(extend)


def tags(self, original=ha.Ha.get_effective_tags):
    """What the others are told of us."""
    told = original(self)
    if self.cluster and self.cluster.config and self.state_handler.name in self.cluster.config.data.get('drained', {}):
        told.update(drained=True, nofailover=True)
    if threading.current_thread() is threading.main_thread():  # the one that may ask PostgreSQL
        try:
            replay.look(self.state_handler.received_location(), self.state_handler.replayed_location())
        except PostgresConnectionException:
            replay.look(None, None)  # it is not there, and is not waited for
    if replay.stands():
        told.update(nosync=True)
    return told


ha.Ha.get_effective_tags = tags

if __name__ == '__main__':
    from patroni.__main__ import main
    disk = Disk(os.path.dirname(sys.argv[1]))
    disk.write()
    disk.start()
    sys.exit(main())
