import { useState } from 'preact/hooks'
import { Button } from '../ui/Button.tsx'
import { Icon } from '../ui/Icon.tsx'
import type { Row } from './api.ts'
import { type Field, OperationDialog, ShownOnce } from './Form.tsx'
import { Page, Waiting } from './Page.tsx'
import { SearchCoverage } from './SearchCoverage.tsx'
import { useAnswer, useMay, useSurroundings, useWord } from './surroundings.ts'
import type { Word } from './words.ts'

interface Person {
  address: string
  suspended: boolean
  deleted?: string
  goes?: string
  created: string
  lastLogin: string | null
  usedBytes: number
  quotaBytes: number | null
  secondFactor: boolean
  passkeys: number
  roles: { role: string; domain: string | null }[]
}

interface Asked {
  operation: string
  title: Word
  text?: Word
  fields?: Field[]
  /** What is told besides. */
  fixed?: Record<string, unknown>
  danger?: boolean
}

/** One person, and what can be done for or about them. */
export function Account({ address }: { address: string }) {
  const word = useWord()
  const may = useMay()
  const { words, notices, path } = useSurroundings()
  const { value: person, problem, reload } = useAnswer<Person>('account show', { address })
  const { value: sessions, reload: reloadSessions } = useAnswer<{ id: string; agent: string; address: string; used: string }[]>('account sessions', { address })
  const [asked, setAsked] = useState<Asked>()
  const [password, setPassword] = useState('')
  const done = (answer: Row) => {
    setAsked(undefined)
    if (answer['password']) setPassword(String(answer['password']))
    else notices.say(String(answer['message'] ?? word('done')))
    if (asked?.operation === 'account delete') {
      history.pushState(null, '', '/admin/accounts')
      path.value = '/admin/accounts'
      return
    }
    reload()
    reloadSessions()
  }
  const quota: Field[] = [{ name: 'quota', label: word('quota'), hint: word('quotaHint') }]
  const reset: Field[] = [{ name: 'password', label: word('password'), kind: 'password', optional: true, hint: word('passwordHint') }]
  const button = (it: Asked, icon: string) => may(it.operation) && <Button kind={it.danger ? 'danger' : 'plain'} icon={icon} onClick={() => setAsked(it)}>{word(it.title)}</Button>
  return (
    <Page title={address} problem={problem}>
      {!person ? !problem && <Waiting /> : (
        <>
          <dl class="facts">
            <div><dt>{word('state')}</dt><dd>{person.deleted ? <em class="here bad">{word('deletedUntil', { date: words.medium(new Date(person.goes ?? '')) })}</em> : person.suspended ? <em class="here bad">{word('suspended')}</em> : word('active')}</dd></div>
            <div><dt>{word('kept')}</dt><dd>{person.quotaBytes === null ? words.size(person.usedBytes) : word('keptOf', { used: words.size(person.usedBytes), quota: words.size(person.quotaBytes) })}</dd></div>
            <div><dt>{word('secondFactor')}</dt><dd>{word(person.secondFactor ? 'on' : 'off')}{person.passkeys > 0 && `, ${word('passkeys', { count: person.passkeys })}`}</dd></div>
            <div><dt>{word('roles')}</dt><dd>{person.roles.length === 0 ? word('none') : person.roles.map(it => it.role + (it.domain ? ` (${it.domain})` : '')).join(', ')}</dd></div>
            <div><dt>{word('created')}</dt><dd>{words.medium(new Date(person.created))}</dd></div>
            <div><dt>{word('lastLogin')}</dt><dd>{person.lastLogin ? words.medium(new Date(person.lastLogin)) : word('never')}</dd></div>
          </dl>
          {person.deleted ? (
            <div class="page-actions">
              {button({ operation: 'account restore', title: 'restore', text: 'restoreAsk' }, 'refresh-cw')}
              {button({ operation: 'account delete', title: 'deleteForGood', text: 'deleteForGoodAsk', fixed: { now: true }, danger: true }, 'trash')}
            </div>
          ) : (
          <div class="page-actions">
            {button({ operation: 'account password', title: 'resetPassword', text: 'resetPasswordAsk', fields: reset }, 'key-round')}
            {button({ operation: 'account quota', title: 'setQuota', fields: quota }, 'archive')}
            {person.secondFactor && button({ operation: 'account reset-second-factor', title: 'resetFactor', text: 'resetFactorAsk' }, 'shield')}
            {button({ operation: 'account undelete', title: 'undelete', text: 'undeleteAsk', fields: [{ name: 'since', label: word('since'), hint: word('sinceHint'), value: '7d' }] }, 'refresh-cw')}
            {person.suspended
              ? button({ operation: 'account resume', title: 'resume', text: 'resumeAsk' }, 'check')
              : button({ operation: 'account suspend', title: 'suspend', text: 'suspendAsk', danger: true }, 'octagon-alert')}
            {button({ operation: 'account delete', title: 'deleteAccount', text: 'deleteAccountAsk', danger: true }, 'trash')}
          </div>
          )}
        </>
      )}
      <section>
        <h2>{word('sessions')}</h2>
        {sessions && sessions.length === 0 && <p class="hint">{word('noSessions')}</p>}
        <ul class="rows">
          {sessions?.map(it => <li key={it.id}><Icon name="monitor" /><span><bdi>{it.agent}</bdi><small><bdi>{it.address}</bdi> · {words.medium(new Date(it.used))}</small></span></li>)}
        </ul>
        {sessions && sessions.length > 0 && button({ operation: 'account end-sessions', title: 'endSessions', text: 'endSessionsAsk' }, 'log-out')}
      </section>
      {may('search status') && <SearchCoverage address={address} />}
      {asked && (
        <OperationDialog key={asked.operation} title={word(asked.title)} operation={asked.operation} button={word(asked.title)} danger={asked.danger ?? false} fields={asked.fields ?? []} fixed={{ address, ...asked.fixed }} close={() => setAsked(undefined)} done={done}>
          {asked.text && <p>{word(asked.text, { address })}</p>}
        </OperationDialog>
      )}
      {password && <ShownOnce title={word('passwordMade')} text={word('shownOnce')} secret={password} close={() => setPassword('')} />}
    </Page>
  )
}
