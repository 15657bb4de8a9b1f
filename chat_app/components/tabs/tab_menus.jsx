// The menu of one tab, the list of all of them, and the sheet of the phone.
import { useState } from "react";
import { ArrowRightToLine, ChevronDown, Columns2, History, Pin, PinOff, SquarePen, X, XCircle } from "lucide-react";
import { Dialog } from "$/public/external/chat_app/components/ui/library/dialog.jsx";
import { FloatingMenu, Popover, moveInMenu } from "$/public/external/chat_app/components/ui/library/popover.jsx";
import { visit } from "$/public/external/chat_app/components/layout/library/address.js";
import { canSplit } from "./desk.js";
import { TabMark, titleOf } from "./tab.jsx";

export function TabMenu({ menu, desk, on, labels, onClosed }) {
  const place = desk.shown.findIndex((tab) => tab.id === menu?.id);
  const tab = desk.shown[place];
  const later = desk.shown.slice(place + 1).some((other) => !other.pinned);
  const others = desk.shown.some((other) => other !== tab && !other.pinned);
  const items = tab
    ? [
        { key: "tab-pin", text: tab.pinned ? labels.unpin : labels.pin, icon: tab.pinned ? PinOff : Pin, run: () => on.pin(tab.id, !tab.pinned) },
        canSplit() && { key: "tab-split", text: labels.split, icon: Columns2, run: () => desk.split(tab.id) },
        { key: "tab-close-this", text: labels.close, icon: X, run: () => desk.close(tab.id) },
        others && { key: "tab-close-others", text: labels.closeOthers, icon: XCircle, run: () => desk.close(tab.id, "others") },
        later && { key: "tab-close-right", text: labels.closeRight, icon: ArrowRightToLine, run: () => desk.close(tab.id, "right") },
      ].filter(Boolean)
    : [];
  return <FloatingMenu at={tab && menu.rect} label={labels.menu} onClose={onClosed} items={items} />;
}

export function TabList({ desk, currentId, closed, on, labels }) {
  return (
    <Popover
      align="end"
      className="menu tab-list"
      panelProps={{ role: "menu", "aria-label": labels.all, onKeyDown: moveInMenu }}
      button={(props) => (
        <button {...props} className="icon-button tab-list-button" data-testid="tab-list" aria-label={labels.all} title={labels.all}>
          <ChevronDown size={16} strokeWidth={1.75} aria-hidden />
        </button>
      )}
    >
      {(close) => {
        const item = (key, run, children, testid) => (
          <button
            key={key}
            type="button"
            role="menuitem"
            className="menu-item"
            aria-current={key === currentId ? "page" : undefined}
            data-testid={testid}
            onClick={() => {
              close();
              run();
            }}
          >
            {children}
          </button>
        );
        return (
          <>
            {desk.shown.map((tab) =>
              item(
                tab.id,
                () => desk.show(tab.id),
                <>
                  <TabMark tab={tab} labels={labels} />
                  <span className="menu-text">{titleOf(tab, labels)}</span>
                  {tab.unread && tab.id !== currentId && <span className="unread-dot" role="img" aria-label={labels.unread} />}
                </>,
                "tab-list-item",
              ),
            )}
            {!desk.shown.length && <p className="menu-note">{labels.none}</p>}
            {closed > 0 &&
              item(
                "reopen",
                on.reopen,
                <>
                  <History size={16} strokeWidth={1.75} aria-hidden /> {labels.reopen}
                </>,
                "tab-reopen",
              )}
          </>
        );
      }}
    </Popover>
  );
}

/** The phone has no room for a strip: a button with the number of tabs, and a sheet with all of them. */
export function TabSwitcher({ desk, currentId, closed, on, labels }) {
  const [open, setOpen] = useState(false);
  const leave = () => setOpen(false);
  const pick = (run) => () => {
    leave();
    run();
  };
  const waiting = desk.shown.some((tab) => tab.unread && tab.id !== currentId);
  return (
    <>
      <button type="button" className="icon-button tab-count" data-testid="tab-count" aria-label={labels.count.replace("{count}", desk.shown.length)} title={labels.all} aria-haspopup="dialog" data-unread={waiting} onClick={() => setOpen(true)}>
        <span aria-hidden>{desk.shown.length}</span>
      </button>
      <Dialog
        open={open}
        onClose={leave}
        title={labels.strip}
        closeLabel={labels.closeSheet}
        className="sheet"
        testid="tab-sheet"
        footer={
          <>
            {closed > 0 && (
              <button type="button" className="button quiet" data-testid="tab-reopen" onClick={pick(on.reopen)}>
                <History size={16} strokeWidth={1.75} aria-hidden /> {labels.reopen}
              </button>
            )}
            <button type="button" className="button" onClick={pick(() => visit(""))}>
              <SquarePen size={16} strokeWidth={1.75} aria-hidden /> {labels.untitled}
            </button>
          </>
        }
      >
        <ul className="sheet-tabs">
          {desk.shown.map((tab) => (
            <li key={tab.id} className={tab.id === currentId ? "sheet-tab current" : "sheet-tab"}>
              <button type="button" className="sheet-tab-link" data-testid="sheet-tab" aria-current={tab.id === currentId ? "page" : undefined} onClick={pick(() => desk.show(tab.id))}>
                <TabMark tab={tab} labels={labels} />
                <span className="tab-title">{titleOf(tab, labels)}</span>
                {tab.pinned && <Pin size={14} strokeWidth={1.75} className="tab-sign" role="img" aria-label={labels.pinned} />}
                {tab.unread && tab.id !== currentId && <span className="unread-dot" role="img" aria-label={labels.unread} />}
              </button>
              <SheetPin tab={tab} labels={labels} onPin={on.pin} />
              <button type="button" className="icon-button" aria-label={`${labels.close}: ${titleOf(tab, labels)}`} onClick={(event) => event.detail < 2 && desk.close(tab.id)}>
                <X size={18} strokeWidth={1.75} aria-hidden />
              </button>
            </li>
          ))}
          {!desk.shown.length && <li className="menu-note">{labels.none}</li>}
        </ul>
      </Dialog>
    </>
  );
}

function SheetPin({ tab, labels, onPin }) {
  const Icon = tab.pinned ? PinOff : Pin;
  return (
    <button type="button" className="icon-button" data-testid="sheet-pin" aria-label={`${tab.pinned ? labels.unpin : labels.pin}: ${titleOf(tab, labels)}`} onClick={() => onPin(tab.id, !tab.pinned)}>
      <Icon size={18} strokeWidth={1.75} aria-hidden />
    </button>
  );
}
