import assert from 'node:assert/strict'
import { test } from 'node:test'
import { lookalike } from '../../main/web/src/model/lookalikes.ts'

const KNOWN = ['ann@example.org', 'billing@modern-mail.example']

test('finds addresses that pass for known ones', () => {
  assert.equal(lookalike('ann@examp1e.org', KNOWN), 'ann@example.org')
  assert.equal(lookalike('ann@ехаmple.org', KNOWN), 'ann@example.org')
  assert.equal(lookalike('billing@rnodern-rnail.example', KNOWN), 'billing@modern-mail.example')
  assert.equal(lookalike('ánn@example.org', KNOWN), 'ann@example.org')
})

test('says nothing of those that are known or unlike any', () => {
  for (const address of ['ann@example.org', 'ANN@Example.org', 'bob@example.org', 'ann@example.net', 'x@other.example']) {
    assert.equal(lookalike(address, KNOWN), undefined, address)
  }
})
