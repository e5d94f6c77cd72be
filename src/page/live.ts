import type { PageModel } from '../render/page/page-model.ts';
import type { Page } from './draw-page.ts';

/**
 * Follows a run in progress by server-sent events:
 *
 *     model   a whole PageModel as JSON; the page is redrawn
 *     end     nothing more comes: the page stays as the final report
 *     (lost)  the browser reconnects by itself; the page says so until then
 */
export function follow(url: string, page: Page): void {
  const events = new EventSource(url);
  let shown = false;
  page.showState('Waiting for the run …');
  events.addEventListener('model', (event) => {
    const model = JSON.parse(event.data) as PageModel;
    page.show(model);
    shown = true;
    page.showState(
      model.running ? `Run in progress; updated at ${new Date().toLocaleTimeString()}.` : 'The run has ended.',
    );
  });
  events.addEventListener('end', () => {
    events.close();
    page.showState(
      shown
        ? 'The run has ended; this is its final report.'
        : 'The run ended before the load started: see the terminal.',
    );
  });
  events.addEventListener('error', () => {
    if (events.readyState !== EventSource.CLOSED) page.showState('Connection to palaver lost; reconnecting …');
  });
}
