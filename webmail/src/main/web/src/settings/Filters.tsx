import { useEffect, useState } from 'preact/hooks'
import { useMail, useText } from '../context/context.ts'
import type { Key } from '../i18n/language.ts'
import { SIEVE } from '../jmap/client.ts'
import { upload } from '../jmap/upload.ts'
import { canRun, EMPTY_RULE, type Rule } from '../model/rules.ts'
import { activate, type Filters as Found, loadFilters, saveRules } from '../model/scripts.ts'
import { Button, IconButton } from '../ui/Button.tsx'
import { Icon } from '../ui/Icon.tsx'
import { RuleForm } from './RuleForm.tsx'

/** What happens to mail that comes: rules in words, kept on the server as a Sieve script. */
export function Filters({ from }: { from: string }) {
  const mail = useMail()
  const text = useText()
  const possible = mail.client.can(SIEVE)
  const [found, setFound] = useState<Found>()
  const [editing, setEditing] = useState<number | undefined>(from ? -1 : undefined)
  const load = async () => setFound(await loadFilters(mail.client, url => fetch(url)))
  useEffect(() => {
    if (possible) void mail.watch(load())
  }, [])
  if (!possible) return <p class="hint">{text('settings.notHere')}</p>
  if (!found) return <div class="list-loading" role="status"><span class="spinner" />{text('list.loading')}</div>
  const { rules } = found
  const foreign = found.others.find(it => it.isActive)
  const keep = async (next: Rule[]) => {
    await saveRules(mail.client, found, next, blob => upload(mail.client.uploadUrl, blob, () => undefined, new AbortController().signal))
    await load()
    mail.notices.say('settings.saved')
  }
  const save = (next: Rule[]) => {
    setEditing(undefined)
    void mail.watch(keep(next))
  }
  if (editing !== undefined) {
    const fresh = from ? { ...EMPTY_RULE, tests: [{ field: 'from' as const, how: 'is' as const, value: from }] } : EMPTY_RULE
    return <RuleForm rule={rules[editing] ?? fresh} close={() => setEditing(undefined)} save={rule => save(editing < 0 ? [...rules, rule] : rules.with(editing, rule))} />
  }
  return (
    <>
      <p class="hint">{text('filters.hint')}</p>
      {foreign && <p class="images-bar" role="note"><Icon name="circle-alert" size={18} /><span>{text('filters.foreign', { name: foreign.name ?? '' })}</span></p>}
      <ol class="rows rules">
        {rules.map((rule, index) => (
          <li key={index}>
            <input type="checkbox" checked={rule.on} aria-label={text('filters.on')} onChange={() => save(rules.with(index, { ...rule, on: !rule.on }))} />
            <span>{sentence(rule, text)}</span>
            <IconButton label={text('filters.up')} icon="chevron-up" disabled={index === 0} onClick={() => save(rules.toSpliced(index - 1, 2, rule, rules[index - 1] as Rule))} />
            <IconButton label={text('action.edit')} icon="pencil" onClick={() => setEditing(index)} />
            <IconButton label={text('action.delete')} icon="trash" onClick={() => save(rules.toSpliced(index, 1))} />
          </li>
        ))}
      </ol>
      <Button kind="primary" icon="plus" onClick={() => setEditing(-1)}>{text('filters.new')}</Button>
      {found.others.length > 0 && (
        <>
          <h3>{text('filters.others')}</h3>
          {found.others.map(it => (
            <details key={it.id} class="script">
              <summary><bdi>{it.name}</bdi>{it.isActive && <em class="here">{text('filters.active')}</em>}</summary>
              <pre tabIndex={0}>{it.text}</pre>
              {!it.isActive && <Button onClick={() => void mail.watch(activate(mail.client, it).then(load))}>{text('filters.activate')}</Button>}
            </details>
          ))}
        </>
      )}
    </>
  )
}

type Text = (key: Key, values?: Record<string, string | number>) => string

/** A rule as one reads it. */
function sentence(rule: Rule, text: Text): string {
  const tests = rule.tests.map(it => `${text(`rule.${it.field}`)} ${text(`rule.${it.how}`)} “${it.value}”`).join(` ${text(rule.all ? 'rule.and' : 'rule.or')} `)
  const does = [
    rule.remove && text('rule.remove'),
    rule.move && !rule.remove && text('rule.moveTo', { folder: rule.move }),
    rule.label && text('rule.labelWith', { folder: rule.label }),
    rule.read && text('rule.read'), rule.star && text('rule.star'),
    rule.forward && text('rule.forwardTo', { address: rule.forward }),
  ].filter(Boolean).join(', ')
  return `${tests} → ${canRun(rule) ? does : '…'}`
}
