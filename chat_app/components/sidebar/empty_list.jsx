// What a list says when there is nothing in it: one sentence, and one way on.
export function EmptyList({ view, filtered, labels, onAll }) {
  const sentence = filtered ? labels.emptyFiltered : { all: labels.empty, favourites: labels.emptyFavourites, archive: labels.emptyArchive, trash: labels.emptyTrash }[view];
  return (
    <div className="sidebar-empty">
      <p>{sentence}</p>
      {(view !== "all" || filtered) && (
        <button type="button" className="text-button" data-testid="show-all" onClick={onAll}>
          {labels.showAll}
        </button>
      )}
    </div>
  );
}
