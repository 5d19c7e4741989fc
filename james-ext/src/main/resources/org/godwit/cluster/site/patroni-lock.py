"""Runs Patroni with two changes: a lock that only whoever has it can extend, and sites that are drained.

Patroni reads etcd without asking a majority, and puts its name on the lock of the primary again when its
lease has ended. A primary that was cut off or paused for longer than its lease, and comes back, may so read
that the lock is still its own, and take it from the one that has become primary meanwhile: what that one has
acknowledged is lost. Here the lock is read through a majority before it is extended, and its name is put on
it again only if nobody has written it since.

A site that an administrator has drained tells the others that it is not to be made primary. So the primary
waits for another site instead, where there is one, and that one takes over when the primary is lost. In a file
of Patroni's this tag would forbid it even where no other site is left; told to the others alone, it does not.
"""
import sys

import patroni.postgresql  # Patroni 4 finds no other way into its circle of imports
from patroni import ha
from patroni.dcs import etcd3


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
    ask(self._do_refresh_lease, True)
    if self._lease and found[0].get('lease') != self._lease:
        return bool(
            ask(self._client.put, self.leader_path, self._name, self._lease, mod_revision=found[0]['mod_revision']))
    return bool(self._lease)


etcd3.Etcd3._update_leader = etcd3.catch_return_false_exception(extend)


def tags(self, original=ha.Ha.get_effective_tags):
    """What the others are told of us."""
    told = original(self)
    if self.cluster and self.cluster.config and self.state_handler.name in self.cluster.config.data.get('drained', {}):
        told.update(drained=True, nofailover=True)
    return told


ha.Ha.get_effective_tags = tags

if __name__ == '__main__':
    from patroni.__main__ import main
    sys.exit(main())
