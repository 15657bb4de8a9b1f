// Where to put chats or a folder: every folder with its place in the tree, found by typing.
import { useEffect, useId, useMemo, useRef, useState } from "react";
import { Folder, FolderPlus, Inbox, Search } from "lucide-react";
import { Dialog } from "$/public/external/chat_app/components/ui/library/dialog.jsx";
import { flatFolders, pathOf, subtreeOf } from "./tree_model.js";

const icon = { size: 16, strokeWidth: 1.75, "aria-hidden": true };

export function MoveDialog({ ids, folder, folders, labels, frame, close, desk, done }) {
  const list = useId();
  const panel = useRef(null);
  const [query, setQuery] = useState("");
  const [at, setAt] = useState(0);
  const places = useMemo(() => placesFor({ folders, folder, labels, query }), [folders, folder, labels, query]);
  useEffect(() => setAt(0), [query]);
  useEffect(() => {
    // Not as the effect's result: newer browsers give a promise back.
    panel.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }, [at]);
  const choose = (place) => {
    if (!place) return;
    close();
    if (folder) desk.moveFolder(folder.id, place.id);
    else desk.act("move", ids, { folderId: place.id });
    done?.();
  };
  const pressed = (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && places.length) {
      event.preventDefault();
      setAt((at + step + places.length) % places.length);
    }
    if (event.key === "Enter" && !event.nativeEvent.isComposing) {
      event.preventDefault();
      choose(places[at]);
    }
  };
  return (
    <Dialog {...frame} title={folder ? labels.moveFolderTitle : labels.moveTitle} testid="move-dialog" className="choice-dialog">
      <div className="choice" ref={panel}>
        <label className="choice-search">
          <Search {...icon} />
          <input
            type="text"
            role="combobox"
            autoFocus
            autoComplete="off"
            data-testid="move-search"
            aria-label={labels.findFolder}
            placeholder={labels.findFolder}
            aria-expanded="true"
            aria-controls={list}
            aria-activedescendant={places[at] ? `${list}-${at}` : undefined}
            value={query}
            onChange={(event) => setQuery(event.target.value)}
            onKeyDown={pressed}
          />
        </label>
        <div role="listbox" id={list} className="choice-list" aria-label={labels.folders}>
          {places.map((place, index) => (
            <div
              key={place.id || "none"}
              id={`${list}-${index}`}
              role="option"
              aria-selected={index === at}
              className={index === at ? "choice-row active" : "choice-row"}
              style={{ "--level": place.level }}
              data-testid="move-target"
              data-color={place.color || undefined}
              onClick={() => choose(place)}
            >
              {place.id ? <Folder {...icon} className="folder-icon" /> : <Inbox {...icon} />}
              <span className="choice-label">{place.name}</span>
              {place.path && <span className="choice-path">{place.path}</span>}
            </div>
          ))}
        </div>
        {!places.length && <p className="choice-note">{labels.noFolderFound}</p>}
      </div>
      <button type="button" className="text-button with-icon" data-testid="move-new-folder" onClick={() => desk.show({ name: "folder", parentId: "", suggested: query })}>
        <FolderPlus {...icon} /> {labels.newFolder}
      </button>
    </Dialog>
  );
}

function placesFor({ folders, folder, labels, query }) {
  const impossible = new Set(folder ? subtreeOf(folders, folder.id) : []);
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const none = { id: "", name: folder ? labels.topLevel : labels.noFolder, level: 1, path: "" };
  const all = flatFolders(folders)
    .filter((each) => !impossible.has(each.folder.id))
    .map((each) => ({ id: each.folder.id, name: each.folder.name, color: each.folder.color, level: words.length ? 1 : each.level, path: words.length ? above(folders, each.folder) : "" }));
  return [none, ...all].filter((place) => words.every((word) => `${place.path} ${place.name}`.toLowerCase().includes(word)));
}

const above = (folders, folder) => pathOf(folders, folder.parent_id).map((each) => each.name).join(" / ");
