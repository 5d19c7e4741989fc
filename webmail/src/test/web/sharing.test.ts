import assert from 'node:assert/strict'
import { test } from 'node:test'
import { levelOf, rightsOf } from '../../main/web/src/model/sharing.ts'

test('rights of a level are that level again, also with rights that are not there named', () => {
  for (const level of ['read', 'write', 'folders'] as const) {
    assert.equal(levelOf({ ...rightsOf(level), mayShare: false, mayRename: false }), level)
  }
})

test('rights that somebody granted one by one are no level', () => {
  assert.equal(levelOf({ ...rightsOf('read'), mayAddItems: true }), undefined)
  assert.equal(levelOf({}), undefined)
})
