// The groups that a manager leads, one at a time.
import { PageHead } from "./frame.jsx";

export function TeamGroups({ groups, groupId, loaded, labels, onChoose, children }) {
  const group = groups.find((each) => each.value === groupId);
  if (!loaded) return <div className="admin-waiting" aria-busy="true" />;
  if (!group) return <p className="admin-empty">{labels.none}</p>;
  return (
    <>
      {groups.length > 1 && (
        <div className="segments admin-segments" role="group" aria-label={labels.groups}>
          {groups.map((each) => (
            <label key={each.value} className="segment">
              <input type="radio" name="team-group" checked={each.value === groupId} onChange={() => onChoose(each.value)} data-testid="team-group" />
              <span>
                {each.label} <small className="figure">{each.members}</small>
              </span>
            </label>
          ))}
        </div>
      )}
      <PageHead title={group.label} text={group.description} small />
      {children}
    </>
  );
}
