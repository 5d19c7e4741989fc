import { useEffect, useState } from 'preact/hooks'
import { type Compose, SurroundingsContext, useSurroundings, useText } from '../context/context.ts'
import { useMoreTexts } from '../context/more.ts'
import { Writing } from '../model/writing.ts'
import { begin } from './begin.ts'
import './compose.css'
import { guard } from './sanitize.ts'
import { Window } from './Window.tsx'

guard()

/** A message that is written, in a window of its own at the foot of the page. */
export default function Composer({ begin: what, close }: { begin: Compose; close: () => void }) {
  const surroundings = useSurroundings()
  const { accounts, language } = surroundings
  const mail = accounts.own // one writes as oneself, whoever's mail one looks at
  const text = useText()
  const [writing, setWriting] = useState<Writing>()
  useEffect(() => {
    let here = true
    void mail.watch(
      begin(what, mail, language, accounts.of('account' in what ? what.account : undefined)).then(
        draft => here && setWriting(new Writing(mail, draft)),
        (problem: unknown) => {
          close()
          throw problem
        },
      ),
    )
    return () => {
      here = false
    }
  }, [])
  if (!useMoreTexts() || !writing) return <section class="composer loading" aria-label={text('action.compose')} aria-busy="true"><span class="spinner" /></section>
  return (
    <SurroundingsContext.Provider value={{ ...surroundings, mail }}>
      <Window writing={writing} close={close} answering={what.kind !== 'new'} />
    </SurroundingsContext.Provider>
  )
}
