import assert from 'node:assert/strict'
import { test } from 'node:test'
import { JmapClient } from '../../main/web/src/jmap/client.ts'
import { Request } from '../../main/web/src/jmap/request.ts'
import type { Session } from '../../main/web/src/jmap/types.ts'
import { MailList } from '../../main/web/src/model/lists.ts'
import { Store } from '../../main/web/src/model/store.ts'
import { FakeServer } from './fakeServer.ts'

const session = { apiUrl: 'https://x/jmap/api', primaryAccounts: {}, accounts: { a1: {} }, capabilities: {} } as unknown as Session

function begin(count: number) {
  const server = new FakeServer(count)
  const client = new JmapClient(session, server.fetch)
  const store = new Store()
  const list = new MailList(client, store, { filter: { inMailbox: 'm1' }, collapse: true })
  const follow = async () => {
    const request = new Request()
    const take = list.addChanges(request)
    take(await client.send(request))
  }
  return { server, store, list, follow }
}

test('the first page is one request and tells how long the list is', async () => {
  const { server, list, store } = begin(120)
  await list.ensure(0, 10)
  assert.equal(server.requests, 1)
  assert.equal(list.total, 120)
  assert.equal(list.at(49), 'e49')
  assert.equal(list.at(50), undefined)
  assert.equal(store.email('e7').peek()?.subject, 'e7')
})

test('the end of a long list is one more request, and nothing between is read', async () => {
  const { server, list } = begin(1000)
  await list.ensure(0, 10)
  await list.ensure(990, 1000)
  assert.equal(server.requests, 2)
  assert.equal(list.at(999), 'e999')
  assert.equal(list.at(500), undefined)
})

test('rows that are here are not asked for again', async () => {
  const { server, list } = begin(120)
  await list.ensure(0, 50)
  await list.ensure(10, 40)
  assert.equal(server.requests, 1)
})

test('two wishes at once do not ask for the same page twice', async () => {
  const { server, list } = begin(120)
  await Promise.all([list.ensure(0, 20), list.ensure(0, 20)])
  assert.equal(server.requests, 1)
})

test('what comes and goes on the server comes and goes here', async () => {
  const { server, list, follow } = begin(60)
  await list.ensure(0, 50)
  server.emails.splice(3, 1)
  server.emails.unshift(server.row('new'))
  server.changed()
  await follow()
  assert.equal(list.at(0), 'new')
  assert.equal(list.positionOf('e3'), -1)
  assert.equal(list.total, 60)
})

test('a row that was taken out here first is not taken out twice', async () => {
  const { server, list, follow } = begin(60)
  await list.ensure(0, 50)
  list.take(new Set(['e3']))
  server.emails.splice(3, 1)
  server.changed()
  await follow()
  assert.equal(list.total, 59)
  assert.equal(list.at(3), 'e4')
})

test('when the server has forgotten, the list is read anew', async () => {
  const { server, list, follow } = begin(60)
  await list.ensure(0, 50)
  server.emails = server.emails.slice(10)
  server.changed()
  server.refuse = method => (method === 'Email/queryChanges' ? 'cannotCalculateChanges' : undefined)
  await follow()
  await list.ensure(0, 50)
  assert.equal(list.at(0), 'e10')
  assert.equal(list.total, 50)
})

test('a list that was kept goes on from where it was', async () => {
  const first = begin(60)
  await first.list.ensure(0, 50)
  const kept = structuredClone(first.list.kept())
  const next = begin(60)
  assert.ok(kept)
  next.list.restore(kept)
  next.server.emails.splice(0, 1)
  next.server.changed()
  await next.follow()
  assert.equal(next.list.at(0), 'e1')
  assert.equal(next.list.total, 59)
})
