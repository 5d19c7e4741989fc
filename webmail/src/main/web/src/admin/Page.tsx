import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { useSurroundings, useWord } from './surroundings.ts'

/** One page: what it is about, what one can do there, and what there is. */
export function Page({ title, hint, actions, problem, children }: {
  title: string
  hint?: string
  actions?: ComponentChildren
  problem?: string
  children: ComponentChildren
}) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    document.title = `${title} – Godwit`
    heading.current?.focus()
  }, [title])
  return (
    <>
      <header class="page-head">
        <h1 ref={heading} tabIndex={-1}><bdi>{title}</bdi></h1>
        <div class="page-actions">{actions}</div>
      </header>
      {hint && <p class="hint">{hint}</p>}
      {problem && <p class="wrong" role="alert">{problem}</p>}
      {children}
    </>
  )
}

/** A way to another page of ours. */
export function Link({ to, children, class: extra, current }: { to: string; children: ComponentChildren; class?: string; current?: boolean }) {
  const { path } = useSurroundings()
  const follow = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return
    event.preventDefault()
    history.pushState(null, '', to)
    path.value = to
  }
  return <a href={to} class={extra} aria-current={current ? 'page' : undefined} onClick={follow}>{children}</a>
}

/** While something is on its way. */
export function Waiting() {
  const word = useWord()
  return <p class="waiting" role="status"><span class="spinner" aria-hidden="true" /> {word('waiting')}</p>
}
