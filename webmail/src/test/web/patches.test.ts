import assert from 'node:assert/strict'
import { test } from 'node:test'
import { applied, inverse, isDone, keyword, move, type Patch } from '../../main/web/src/model/patches.ts'

const head = { id: 'e1', threadId: 't1', mailboxIds: { m1: true as const }, keywords: { $seen: true as const } }

test('a move leaves one mailbox for another', () => {
  assert.deepEqual(applied(head, move(['m1'], 'm2')).mailboxIds, { m2: true })
})

test('a patch leaves what it was given as it was', () => {
  applied(head, keyword('$seen', false))
  assert.deepEqual(head.keywords, { $seen: true })
})

test('the inverse leads back, also from what was there before', () => {
  for (const patch of [keyword('$seen', true), keyword('$flagged', true), move(['m1', 'm9'], 'm2'), move(['m2'], 'm1')] as Patch[]) {
    assert.deepEqual(applied(applied(head, patch), inverse(head, patch)), head)
  }
})

test('a patch that changes nothing is known as such', () => {
  assert.equal(isDone(head, keyword('$seen', true)), true)
  assert.equal(isDone(head, keyword('$flagged', true)), false)
})
