import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { EmailFull } from '../../main/web/src/jmap/types.ts'
import { verdict } from '../../main/web/src/model/authentication.ts'

const email = (headers: [string, string][], from = 'ann@example.org') =>
  ({ from: [{ name: null, email: from }], headers: headers.map(([name, value]) => ({ name, value })) }) as unknown as EmailFull
const RECEIVED: [string, string] = ['Received', ' from x.example (x [192.0.2.1])\r\n\tby mx.example.test (Godwit) with ESMTPS']

test('believes what our own server wrote above where it received the message', () => {
  const pass = email([['Authentication-Results', ' mx.example.test;\r\n dkim=pass (good; really) header.d=example.org; dmarc=pass header.from=example.org'], RECEIVED])
  assert.deepEqual(verdict(pass), { result: 'pass', domain: 'example.org', failed: [] })
  const fail = email([['Authentication-Results', ' mx.example.test; spf=softfail; dkim=fail; dmarc=fail'], RECEIVED])
  assert.deepEqual(verdict(fail), { result: 'fail', domain: 'example.org', failed: ['spf', 'dkim', 'dmarc'] })
})

test('does not believe what came with the message', () => {
  assert.equal(verdict(email([RECEIVED, ['Authentication-Results', ' mx.example.test; dmarc=pass']])), undefined)
  assert.equal(verdict(email([['Authentication-Results', ' mx.evil.example; dmarc=pass'], RECEIVED])), undefined)
  assert.equal(verdict(email([['Authentication-Results', ' mx.example.test; dmarc=pass']])), undefined)
  assert.equal(verdict(email([RECEIVED])), undefined)
})
