import { Tabs } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type ReactNode, useRef } from 'react';
import { type Fact, Facts } from './Facts.tsx';
import classes from './ObjectPage.module.css';
import { PageHeader } from './PageHeader.tsx';
import tabRow from './TabRow.module.css';
import { useCurrentInView } from './use-current-in-view.ts';

export interface ObjectTab {
  /** Stands in the address as `?tab=`; the first tab stands for none. */
  readonly id: string;
  readonly label: string;
  /** A number beside the label. */
  readonly count?: number | null | undefined;
  readonly content: ReactNode;
}

interface Props {
  readonly title: string;
  readonly status?: ReactNode;
  readonly above?: ReactNode;
  /** The two or three facts that matter. */
  readonly facts: readonly (Fact | null | false)[];
  /** What must be known before anything is done here, such as the next step. */
  readonly notice?: ReactNode;
  /** The primary act last. */
  readonly actions?: ReactNode;
  readonly tabs: readonly ObjectTab[];
}

/** Page of one object: name, status, facts, primary act, and tabs that the address remembers. */
export function ObjectPage({ title, status, above, facts, notice, actions, tabs }: Props) {
  const search = useSearch({ strict: false }) as { tab?: string };
  const navigate = useNavigate();
  const first = tabs[0]?.id ?? '';
  const current = tabs.some((tab) => tab.id === search.tab) ? (search.tab as string) : first;
  const row = useRef<HTMLDivElement>(null);
  useCurrentInView(row, current);
  const show = (tab: string | null) => {
    const next = { tab: tab === first || tab === null ? undefined : tab };
    // Every object page declares `tab`; the router cannot know which page this is.
    void navigate({ to: '.', search: next as never, replace: true, resetScroll: false });
  };
  return (
    <>
      <PageHeader title={title} mark={status} above={above} actions={actions} below={<Facts facts={facts} inline />} />
      {notice}
      <Tabs value={current} onChange={show} className={classes.tabs}>
        <Tabs.List ref={row} className={`${tabRow.row} ${classes.list}`}>
          {tabs.map((tab) => (
            <Tabs.Tab key={tab.id} value={tab.id} rightSection={tab.count ? <span className={classes.count}>{tab.count}</span> : null}>
              {tab.label}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {tabs.map((tab) => (
          <Tabs.Panel key={tab.id} value={tab.id} className={classes.panel}>
            {tab.content}
          </Tabs.Panel>
        ))}
      </Tabs>
    </>
  );
}
