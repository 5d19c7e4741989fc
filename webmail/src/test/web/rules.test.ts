import assert from 'node:assert/strict'
import { test } from 'node:test'
import { canRun, EMPTY_RULE, readScript, type Rule, writeScript } from '../../main/web/src/model/rules.ts'

const RULE: Rule = { ...EMPTY_RULE, tests: [{ field: 'from', how: 'is', value: 'ann@example.org' }, { field: 'subject', how: 'not', value: 'a "b" \\' }], move: 'Work/Ann', star: true }

test('writes a rule as Sieve', () => {
  assert.equal(writeScript([RULE]).split('\n').filter(line => !line.startsWith('# ')).join('\n'), [
    'require ["fileinto", "imap4flags", "mailbox"];',
    'if allof (address :is "from" "ann@example.org", not header :contains "subject" "a \\"b\\" \\\\") {',
    '  addflag ["\\\\Flagged"];', '  fileinto :create "Work/Ann";', '  stop;', '}', '',
  ].join('\n'))
})

test('reads what it wrote, also over lines of another system', () => {
  const rules = [RULE, { ...RULE, on: false, all: false, label: 'L', move: '', forward: 'b@example.org', tests: [{ field: 'body' as const, how: 'contains' as const, value: 'line\nend;\n}' }] }]
  assert.deepEqual(readScript(writeScript(rules)), rules)
  assert.deepEqual(readScript(writeScript(rules).replaceAll('\n', '\r\n')), rules)
  assert.deepEqual(readScript(writeScript([])), [])
})

test('takes no script for its own that others wrote or changed', () => {
  assert.equal(readScript('keep;'), undefined)
  assert.equal(readScript(writeScript([RULE]).replace('stop;', 'keep;')), undefined)
  assert.equal(readScript(`${writeScript([RULE])}# rule: {`), undefined)
})

test('a rule that says nothing does nothing', () => {
  assert.equal(canRun(EMPTY_RULE), false)
  assert.equal(canRun({ ...RULE, move: '', star: false }), false)
  assert.doesNotMatch(writeScript([EMPTY_RULE]), /^if/m)
})
