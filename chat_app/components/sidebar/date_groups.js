// Chats under "Today", "Yesterday", "Last 7 days", "Last 30 days" and months, by the reader's own calendar.
const DAY = 86_400_000;

export function groupByDate(chats, labels, language, now = new Date()) {
  const midnight = new Date(now.getFullYear(), now.getMonth(), now.getDate()).getTime();
  const month = new Intl.DateTimeFormat(language, { month: "long", year: "numeric" });
  const labelOf = (time) => {
    if (time >= midnight) return labels.today;
    if (time >= midnight - DAY) return labels.yesterday;
    if (time >= midnight - 7 * DAY) return labels.week;
    if (time >= midnight - 30 * DAY) return labels.thirty;
    return month.format(time);
  };
  const groups = [];
  for (const chat of chats) {
    const label = labelOf(chat.updated_ms);
    const last = groups.at(-1);
    if (last?.label === label) last.rows.push(chat);
    else groups.push({ label, rows: [chat] });
  }
  return groups;
}
