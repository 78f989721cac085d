import type { ComponentChildren, VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { dayAndTime } from '../../../client/printing/times.ts';
import type { Caller } from '../../roles.ts';
import type { Alerts } from '../alerts.ts';
import { DEFAULT_ZONE } from '../zones.ts';
import { OwnForm } from './fields.tsx';

/** What every page of somebody who has logged in has around it. */
export interface Frame {
  caller: Caller;
  /** Sent back by each form. */
  formToken: string;
  /** undefined while Temporal cannot tell. */
  alerts?: Alerts | undefined;
}

interface LayoutProps {
  title: string;
  /** Missing before the login. */
  frame?: Frame | undefined;
  /** What the search field has. */
  searched?: string;
  children: ComponentChildren;
}

export function Layout({ title, frame, searched = '', children }: LayoutProps): VNode {
  return (
    <html lang="en-AU">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{`${title} · nbn-orders`}</title>
        <link rel="stylesheet" href="/style.css" />
      </head>
      <body>
        <a class="skip" href="#main">
          To the content
        </a>
        {frame && <Header frame={frame} searched={searched} />}
        <main id="main">
          <h1>{title}</h1>
          {children}
        </main>
      </body>
    </html>
  );
}

function Header({ frame: { caller, formToken, alerts }, searched }: { frame: Frame; searched: string }): VNode {
  return (
    <header>
      <nav aria-label="Pages">
        <a class="home" href="/">
          nbn-orders
        </a>
        {alerts && (
          <>
            <a href="/" class={alerts.fallout > 0 ? 'alert' : 'quiet'}>
              {`${alerts.fallout} need a person`}
            </a>
            <a href="/overdue" class={alerts.overdue > 0 ? 'warn' : 'quiet'}>
              {`${alerts.overdue} overdue`}
            </a>
            {alerts.undelivered > 0 && (
              <a href="/events" class="warn">
                {`${alerts.undelivered} with undelivered events`}
              </a>
            )}
          </>
        )}
      </nav>
      <form class="search" role="search" action="/orders">
        <label>
          <span class="unseen">Reference, customer or Octane's number</span>
          <input name="q" type="search" value={searched} placeholder="Reference, customer, Octane's number" />
        </label>
        <button>Search</button>
      </form>
      <OwnForm class="login" action="/logout" formToken={formToken}>
        <span>{caller.name}</span>
        <button class="plain">Log out</button>
      </OwnForm>
      {alerts?.outageSince !== undefined && (
        <p class="outage" role="status">
          {`Octane is away since ${dayAndTime(alerts.outageSince, DEFAULT_ZONE)}. Orders wait, and continue by themselves.`}
        </p>
      )}
    </header>
  );
}

/** A whole document. Every text in it is escaped. */
export function documentOf(page: VNode): string {
  return `<!DOCTYPE html>${renderToString(page)}`;
}
