import assert from 'node:assert/strict'
import { test } from 'node:test'
import { initials, isAddress, readRecipients, write } from '../../main/web/src/model/addresses.ts'

const table: [string, [string | null, string, boolean][]][] = [
  ['ann@example.org', [[null, 'ann@example.org', true]]],
  ['Ann Lee <ann@example.org>', [['Ann Lee', 'ann@example.org', true]]],
  ['"Lee, Ann" <ann@example.org>; bob@example.org', [['Lee, Ann', 'ann@example.org', true], [null, 'bob@example.org', true]]],
  ['"a \\"b\\" c" <x@y.z>', [['a "b" c', 'x@y.z', true]]],
  ['a@b.c,,\nd@e.f', [[null, 'a@b.c', true], [null, 'd@e.f', true]]],
  ['mailto:ann@example.org', [[null, 'ann@example.org', true]]],
  ['ann', [[null, 'ann', false]]],
  ['<broken', [[null, '<broken', false]]],
  ['   ', []],
]

for (const [typed, expected] of table) {
  test(`reads ${JSON.stringify(typed)}`, () => {
    assert.deepEqual(readRecipients(typed).map(it => [it.name, it.email, it.valid]), expected)
  })
}

test('addresses with letters beyond ASCII are addresses', () => {
  assert.equal(isAddress('jörg@bücher.example'), true)
  assert.equal(isAddress('two@ats@example.org'), false)
  assert.equal(isAddress('a b@example.org'), false)
})

test('what is written is read again', () => {
  const address = { name: 'Lee, "Ann"', email: 'ann@example.org' }
  assert.deepEqual(readRecipients(write(address)), [{ ...address, valid: true }])
})

test('initials are of the first and the last name, or of the address', () => {
  assert.equal(initials({ name: 'Ann Mary Lee', email: 'x@y' }), 'AL')
  assert.equal(initials({ name: null, email: 'bob@example.org' }), 'B')
  assert.equal(initials({ name: '***', email: 'x@y' }), '?')
})
