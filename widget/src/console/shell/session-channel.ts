/** What the tabs of one browser tell each other about the session that they share. Null: it was ended. */
export type SessionNews = { person: string; tenant: string } | null;

const channel = 'BroadcastChannel' in globalThis ? new BroadcastChannel('bookinda-desk:session') : undefined;

export function tellOtherTabs(news: SessionNews): void {
  channel?.postMessage(news);
}

export function onOtherTab(heard: (news: SessionNews) => unknown): void {
  channel?.addEventListener('message', (event: MessageEvent<SessionNews>) => void heard(event.data));
}
