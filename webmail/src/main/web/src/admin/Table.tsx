import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { Button } from '../ui/Button.tsx'
import type { Row } from './api.ts'
import { Waiting } from './Page.tsx'
import { useWord } from './surroundings.ts'

const MOST = 200

export interface Column<R> {
  name: string
  label: string
  cell: (row: R) => ComponentChildren
}

/** Rows of the same kind; on a narrow screen each is a card. */
export function Table<R = Row>({ label, columns, rows, empty, end, filter }: {
  label: string
  columns: Column<R>[]
  rows: R[] | undefined
  empty: string
  /** What can be done with a row. */
  end?: (row: R) => ComponentChildren
  /** What a row is found by; without it there is no box to find rows with. */
  filter?: (row: R) => string
}) {
  const word = useWord()
  const [wanted, setWanted] = useState('')
  const [most, setMost] = useState(MOST)
  if (!rows) return <Waiting />
  const found = filter && wanted ? rows.filter(it => filter(it).toLowerCase().includes(wanted.toLowerCase())) : rows
  return (
    <>
      {filter && rows.length > 5 && (
        <input class="filter" type="search" aria-label={word('find')} placeholder={word('find')} value={wanted} onInput={event => setWanted(event.currentTarget.value)} />
      )}
      {found.length === 0 ? <p class="empty">{wanted ? word('nothingFound') : empty}</p> : (
        <table role="table" aria-label={label}>
          <thead role="rowgroup">
            <tr role="row">
              {columns.map(it => <th key={it.name} role="columnheader" scope="col">{it.label}</th>)}
              {end && <th role="columnheader" scope="col"><span class="visually-hidden">{word('actions')}</span></th>}
            </tr>
          </thead>
          <tbody role="rowgroup">
            {found.slice(0, most).map((row, index) => (
              <tr key={index} role="row">
                {columns.map(it => <td key={it.name} role="cell" data-label={it.label}>{it.cell(row)}</td>)}
                {end && <td role="cell" class="row-end">{end(row)}</td>}
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {found.length > most && <Button onClick={() => setMost(most + MOST)}>{word('more', { count: found.length - most })}</Button>}
    </>
  )
}
