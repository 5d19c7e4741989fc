import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Offline } from '../../main/web/src/jmap/problems.ts'
import type { EmailRow, Id, SetProblem } from '../../main/web/src/jmap/types.ts'
import { Outbox } from '../../main/web/src/model/outbox.ts'
import { keyword, move, type Patch } from '../../main/web/src/model/patches.ts'
import { Store } from '../../main/web/src/model/store.ts'

const row = (id: Id): EmailRow => ({
  id, threadId: `t-${id}`, mailboxIds: { m1: true }, keywords: {}, from: null, to: null, subject: id, receivedAt: '2026-01-01T00:00:00Z', preview: '', hasAttachment: false, size: 1,
})

function begin(answer: () => Promise<ReadonlyMap<Id, SetProblem>> = async () => new Map()) {
  const store = new Store()
  store.putEmails([row('e1'), row('e2')])
  const sent: ReadonlyMap<Id, Patch>[] = []
  const due: (() => void)[] = []
  const refused: Id[] = []
  const outbox = new Outbox(store, patches => (sent.push(patches), answer()), { after: (_, run) => void due.push(run) }, (_, id) => refused.push(id))
  store.overlay = head => outbox.over(head)
  return { store, outbox, sent, due, refused, keywords: (id: Id) => store.email(id).peek()?.keywords }
}

test('a change shows before it is sent', () => {
  const { outbox, sent, keywords } = begin()
  outbox.add(new Map([['e1', keyword('$seen', true)]]))
  assert.deepEqual(keywords('e1'), { $seen: true })
  assert.equal(sent.length, 0)
  assert.equal(outbox.waiting.peek(), 1)
})

test('changes of a moment travel together, the later word counts', async () => {
  const { outbox, sent, due } = begin()
  outbox.add(new Map([['e1', keyword('$seen', true)]]))
  outbox.add(new Map([['e1', move(['m1'], 'm2')], ['e2', keyword('$flagged', true)]]))
  outbox.add(new Map([['e1', keyword('$seen', false)]]))
  assert.equal(due.length, 1)
  await outbox.flush()
  assert.deepEqual(sent, [new Map<Id, object>([['e1', { 'keywords/$seen': null, 'mailboxIds/m1': null, 'mailboxIds/m2': true }], ['e2', { 'keywords/$flagged': true }]])])
  assert.equal(outbox.waiting.peek(), 0)
})

test('what is undone is as it was, here and there', async () => {
  const { outbox, sent, keywords } = begin()
  const batch = outbox.add(new Map([['e1', keyword('$flagged', true)]]))
  await outbox.flush()
  outbox.undo(batch)
  await outbox.flush()
  assert.deepEqual(keywords('e1'), {})
  assert.deepEqual(sent.at(-1), new Map([['e1', { 'keywords/$flagged': null }]]))
})

test('a change that changes nothing is not sent, and its undo is nothing', async () => {
  const { outbox, sent } = begin()
  outbox.undo(outbox.add(new Map([['e1', keyword('$seen', false)], ['gone', keyword('$seen', true)]])))
  await outbox.flush()
  assert.deepEqual(sent, [])
})

test('what the server refuses is taken back and named', async () => {
  const { outbox, refused, keywords } = begin(async () => new Map([['e1', { type: 'forbidden' }]]))
  outbox.add(new Map([['e1', keyword('$seen', true)], ['e2', keyword('$seen', true)]]))
  await outbox.flush()
  assert.deepEqual(refused, ['e1'])
  assert.deepEqual(keywords('e1'), {})
  assert.deepEqual(keywords('e2'), { $seen: true })
})

test('without network changes wait in order and are sent once it is back', async () => {
  let online = false
  const { outbox, sent, keywords } = begin(async () => {
    if (!online) throw new Offline()
    return new Map()
  })
  outbox.add(new Map([['e1', keyword('$seen', true)]]))
  await outbox.flush()
  assert.equal(outbox.waiting.peek(), 1)
  assert.deepEqual(keywords('e1'), { $seen: true })
  outbox.add(new Map([['e2', keyword('$seen', true)]]))
  online = true
  await outbox.flush()
  assert.equal(outbox.waiting.peek(), 0)
  assert.deepEqual([...(sent.at(-1) ?? [])].map(([id]) => id), ['e1', 'e2'])
})

test('what the server tells of a message does not undo what it has not heard yet', () => {
  const { store, outbox, keywords } = begin()
  outbox.add(new Map([['e1', keyword('$seen', true)]]))
  store.putEmails([{ id: 'e1', threadId: 't-e1', mailboxIds: { m1: true }, keywords: { $answered: true } }])
  assert.deepEqual(keywords('e1'), { $answered: true, $seen: true })
})

test('changes that an earlier page left are sent by the next one', async () => {
  const first = begin(async () => Promise.reject(new Offline()))
  first.outbox.add(new Map([['e1', keyword('$seen', true)]]))
  const second = begin()
  second.outbox.adopt(structuredClone(first.outbox.unsent()))
  assert.deepEqual(second.keywords('e1'), { $seen: true })
  await second.outbox.flush()
  assert.equal(second.sent.length, 1)
})

test('each change of what waits is told, also of a message that waits already', () => {
  const { outbox } = begin()
  outbox.add(new Map([['e1', keyword('$seen', true)]]))
  const before = outbox.version.peek()
  outbox.add(new Map([['e1', move(['m1'], 'm2')]]))
  assert.equal(outbox.waiting.peek(), 1)
  assert.ok(outbox.version.peek() > before)
})
