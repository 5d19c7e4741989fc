import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { JmapClient } from '../../main/web/src/jmap/client.ts'
import type { Card } from '../../main/web/src/model/cards.ts'
import { doubles, merge, merged } from '../../main/web/src/model/doubles.ts'

const card = (id: string, more: Partial<Card>): Card => ({ id, uid: `u${id}`, addressBookIds: { b: true }, ...more })
const person = (id: string, name: string, ...emails: string[]) =>
  card(id, { name: { full: name }, emails: Object.fromEntries(emails.map((address, index) => [`e${index}`, { address }])) })

const found = (...people: Card[]) => doubles(people).map(group => group.map(it => it.id).sort().join('+')).sort()

test('who shares an address or a full name is likely one person, also by way of a third', () => {
  assert.deepEqual(found(person('1', 'Ann Lee', 'a@x.org'), person('2', 'A. L.', 'A@X.org'), person('3', 'Bob', 'b@x.org')), ['1+2'])
  assert.deepEqual(found(person('1', 'Zoë Roe', 'z@x.org'), person('2', 'roe, zoe', 'z@y.org')), ['1+2'])
  assert.deepEqual(found(person('1', 'Ann Lee', 'a@x.org'), person('2', 'Ann Lee', 'b@x.org'), person('3', 'B', 'b@x.org', 'c@x.org'), person('4', 'C', 'c@x.org')), ['1+2+3+4'])
})

test('a first name alone makes nobody the same', () => {
  assert.deepEqual(found(person('1', 'Ann', 'a@x.org'), person('2', 'Ann', 'b@x.org')), [])
})

test('together they say all that each said, once', () => {
  const one = card('1', { name: { full: 'Ann Lee' }, emails: { e: { address: 'a@x.org' } }, notes: { n: { note: 'one' } } })
  const two = card('2', { name: { full: 'Annie' }, emails: { e: { address: 'A@x.org' }, f: { address: 'b@x.org' } }, phones: { p: { number: '1' } }, notes: { n: { note: 'two' } } })
  const all = merged([one, two])
  assert.equal(all.uid, 'u1')
  assert.equal(all.name?.full, 'Ann Lee')
  assert.deepEqual(Object.values(all.emails ?? {}).map(it => it.address), ['a@x.org', 'b@x.org'])
  assert.deepEqual(Object.values(all.notes ?? {}).map(it => it.note), ['one', 'two'])
  assert.deepEqual(all.phones, { p: { number: '1' } })
})

/** A server that keeps cards as it is told. */
function server(cards: Card[]) {
  const kept = new Map(cards.map(it => [it.id, structuredClone(it) as unknown as Record<string, unknown>]))
  let count = 0
  const call = async (_: string, { create = {}, update = {}, destroy = [] }: { create?: object; update?: object; destroy?: string[] }) => {
    for (const made of Object.values(create) as Record<string, unknown>[]) kept.set(`new${++count}`, { ...made, id: `new${count}` })
    for (const [id, patch] of Object.entries(update) as [string, Record<string, unknown>][]) {
      const next = { ...kept.get(id), ...patch }
      kept.set(id, Object.fromEntries(Object.entries(next).filter(([, value]) => value !== null)))
    }
    destroy.forEach(id => kept.delete(id))
    return {}
  }
  return { client: { call } as unknown as JmapClient, said: () => [...kept.values()].map(({ id: _, ...rest }) => rest).sort((a, b) => String(a['uid']).localeCompare(String(b['uid']))) }
}

test('what was merged is one card, in its groups too, and comes apart again', async () => {
  const one = person('1', 'Ann Lee', 'a@x.org')
  const two = card('2', { name: { full: 'Ann Lee' }, phones: { p: { number: '1' } } })
  const group = card('9', { kind: 'group', name: { full: 'Team' }, members: { u2: true, u5: true } })
  const { client, said } = server([one, two, group])
  const before = said()
  const undo = await merge(client, [one, two], [group])
  assert.deepEqual(said().map(it => it['uid']), ['u1', 'u9'])
  assert.deepEqual(said()[1]?.['members'], { u5: true, u1: true })
  assert.deepEqual(said()[0]?.['phones'], { p: { number: '1' } })
  await undo()
  assert.deepEqual(said(), before)
})
