import assert from 'node:assert/strict'
import { test } from 'node:test'
import { offers } from '../../main/web/src/model/snoozing.ts'

const named = (now: Date) => offers(now).map(it => `${it.name} ${it.at.getMonth() + 1}/${it.at.getDate()} ${it.at.getHours()}`)

test('on a Wednesday morning the evening, tomorrow, Saturday and Monday are offered', () => {
  assert.deepEqual(named(new Date(2026, 2, 4, 9)), ['evening 3/4 18', 'tomorrow 3/5 8', 'weekend 3/7 8', 'week 3/9 8'])
})

test('late on a Friday tomorrow is the weekend already', () => {
  assert.deepEqual(named(new Date(2026, 2, 6, 20)), ['tomorrow 3/7 8', 'week 3/9 8'])
})

test('on a Sunday tomorrow is the next week already', () => {
  assert.deepEqual(named(new Date(2026, 2, 8, 10)), ['evening 3/8 18', 'tomorrow 3/9 8'])
})

test('all that is offered is yet to come', () => {
  for (let hour = 0; hour < 24 * 14; hour++) {
    const now = new Date(2026, 2, 1, hour, 30)
    for (const { name, at } of offers(now)) assert.ok(at > now, `${name} at ${now}`)
  }
})
