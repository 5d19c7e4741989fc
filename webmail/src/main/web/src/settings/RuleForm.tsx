import { useState } from 'preact/hooks'
import { useLanguage, useMail, useText } from '../context/context.ts'
import type { Mailbox } from '../jmap/types.ts'
import { folders, special } from '../model/folders.ts'
import { canRun, FIELDS, HOWS, type Rule, type Test } from '../model/rules.ts'
import { Button, IconButton } from '../ui/Button.tsx'

/** When what, then what: one filter, filled in. */
export function RuleForm({ rule: before, save, close }: { rule: Rule; save: (rule: Rule) => void; close: () => void }) {
  const mail = useMail()
  const text = useText()
  const language = useLanguage()
  const [rule, setRule] = useState(before)
  const change = (patch: Partial<Rule>) => setRule({ ...rule, ...patch })
  const mailboxes = mail.store.mailboxes.value
  const path = (it: Mailbox): string => {
    const parent = it.parentId ? mailboxes.get(it.parentId) : undefined
    return parent ? `${path(parent)}/${it.name}` : it.name
  }
  const own = folders(mailboxes.values(), language.compare).map(it => path(it.mailbox))
  const everywhere = [...special(mailboxes.values()).filter(it => it.role !== 'inbox').map(path), ...own]
  const choose = (name: 'move' | 'label', list: string[]) => (
    <select value={rule[name]} aria-label={text(name === 'move' ? 'rule.move' : 'rule.label')} onChange={event => change({ [name]: event.currentTarget.value })}>
      <option value="">{text('rule.nothing')}</option>
      {[...new Set([...list, ...(rule[name] ? [rule[name]] : [])])].map(it => <option key={it} value={it}>{it}</option>)}
    </select>
  )
  return (
    <form
      class="form rule-form"
      onSubmit={event => {
        event.preventDefault()
        if (canRun(rule)) save(rule)
      }}
    >
      <fieldset>
        <legend>{text('rule.when')}</legend>
        <select value={rule.all ? 'all' : 'any'} aria-label={text('rule.when')} onChange={event => change({ all: event.currentTarget.value === 'all' })}>
          <option value="all">{text('rule.all')}</option>
          <option value="any">{text('rule.any')}</option>
        </select>
        {rule.tests.map((test, index) => (
          <OneTest key={index} test={test} change={it => change({ tests: rule.tests.with(index, it) })} {...(rule.tests.length > 1 ? { remove: () => change({ tests: rule.tests.toSpliced(index, 1) }) } : {})} />
        ))}
        <button type="button" class="text-button" onClick={() => change({ tests: [...rule.tests, { field: 'subject', how: 'contains', value: '' }] })}>{text('contacts.another')}</button>
      </fieldset>
      <fieldset>
        <legend>{text('rule.then')}</legend>
        <div class="rule-line"><span>{text('rule.move')}</span>{choose('move', everywhere)}</div>
        <div class="rule-line"><span>{text('rule.label')}</span>{choose('label', own)}</div>
        <div class="rule-line"><span>{text('rule.forward')}</span><input type="email" aria-label={text('rule.forward')} value={rule.forward} onInput={event => change({ forward: event.currentTarget.value.trim() })} /></div>
        {(['read', 'star', 'remove'] as const).map(it => (
          <label key={it} class="rule-check"><input type="checkbox" checked={rule[it]} onChange={event => change({ [it]: event.currentTarget.checked })} />{text(`rule.${it}`)}</label>
        ))}
      </fieldset>
      <div class="form-buttons">
        <Button onClick={close}>{text('action.cancel')}</Button>
        <Button kind="primary" type="submit" disabled={!canRun(rule)}>{text('action.save')}</Button>
      </div>
    </form>
  )
}

function OneTest({ test, change, remove }: { test: Test; change: (test: Test) => void; remove?: () => void }) {
  const text = useText()
  return (
    <div class="rule-test">
      <select value={test.field} aria-label={text('rule.field')} onChange={event => change({ ...test, field: event.currentTarget.value as Test['field'] })}>
        {FIELDS.map(it => <option key={it} value={it}>{text(`rule.${it}`)}</option>)}
      </select>
      <select value={test.how} aria-label={text('rule.how')} onChange={event => change({ ...test, how: event.currentTarget.value as Test['how'] })}>
        {HOWS.map(it => <option key={it} value={it}>{text(`rule.${it}`)}</option>)}
      </select>
      <input type="text" dir="auto" required aria-label={text('rule.value')} value={test.value} onInput={event => change({ ...test, value: event.currentTarget.value })} />
      {remove && <IconButton label={text('compose.remove', { name: test.value })} icon="x" onClick={remove} />}
    </div>
  )
}
