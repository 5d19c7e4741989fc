import assert from 'node:assert/strict'
import { test } from 'node:test'
import { SparseList } from '../../main/web/src/model/sparse.ts'

const ids = (from: number, count: number) => Array.from({ length: count }, (_, index) => `e${from + index}`)

test('knows only what was put', () => {
  const list = new SparseList()
  list.total = 100_000
  list.put(99_950, ids(99_950, 50))
  assert.equal(list.at(99_999), 'e99999')
  assert.equal(list.at(0), undefined)
  assert.equal(list.prefix, 0)
})

test('a hole is widened to its page and ends where the list ends', () => {
  const list = new SparseList()
  list.total = 120
  list.put(0, ids(0, 50))
  assert.deepEqual(list.hole(30, 60, 50), { from: 50, to: 100 })
  assert.deepEqual(list.hole(110, 200, 50), { from: 100, to: 120 })
  assert.equal(list.hole(0, 50, 50), undefined)
})

test('what is taken can be given back to where it was', () => {
  const list = new SparseList()
  list.put(0, ids(0, 6))
  const taken = list.take(new Set(['e1', 'e2', 'e5']))
  assert.deepEqual(list.known(), ['e0', 'e3', 'e4'])
  assert.equal(list.total, 3)
  list.giveBack(taken)
  assert.deepEqual(list.known(), ids(0, 6))
  assert.equal(list.total, 6)
})

test('an id stands in one place only', () => {
  const list = new SparseList()
  list.put(0, ids(0, 3))
  list.put(3, ['e2', 'e3'])
  assert.deepEqual(list.known(), ['e0', 'e1', 'e2', 'e3'])
  assert.equal(list.prefix, 2)
})

test('following changes gives what a fresh query gives, or holes, never something else', () => {
  let seed = 11
  const random = (below: number) => (seed = (seed * 48_271) % 2_147_483_647) % below
  for (let round = 0; round < 400; round++) {
    let server = ids(0, 20 + random(60))
    const list = new SparseList()
    list.total = server.length
    for (let windows = 1 + random(3); windows > 0; windows--) {
      const position = random(4) * 20
      list.put(position, server.slice(position, position + 20))
    }
    list.total = server.length
    let fresh = 1000
    for (let step = 0; step < 5; step++) {
      const before = server
      const upTo = list.prefix > 0 ? list.at(list.prefix - 1) : undefined
      server = before.filter(() => random(5) > 0)
      for (let more = random(4); more > 0; more--) server.splice(random(server.length + 1), 0, `e${fresh++}`)
      const { removed, added } = difference(before, server, upTo)
      list.follow(removed, added, server.length)
      for (let position = 0; position < server.length; position++) {
        const known = list.at(position)
        if (known !== undefined) assert.equal(known, server[position], `round ${round}, position ${position}`)
      }
      assert.equal(list.total, server.length)
    }
  }
})

/** As a server may answer (RFC 8620 §5.6): nothing behind `upTo` in the new list need be told. */
function difference(before: string[], after: string[], upTo: string | undefined) {
  const removed = before.filter(id => !after.includes(id))
  const end = upTo === undefined || !after.includes(upTo) ? after.length : after.indexOf(upTo) + 1
  const added = after.flatMap((id, index) => (before.includes(id) || index >= end ? [] : [{ id, index }]))
  return { removed, added }
}
