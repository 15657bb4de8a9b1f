// Letting somebody in: by the name of a person or a group of one's own surroundings, or by a whole address.
import { useEffect, useId, useState } from "react";
import { UserRound, UserRoundPlus, UsersRound } from "lucide-react";
import { api } from "$/public/external/chat_app/components/ui/library/api.js";
import { useSending } from "./live.js";
import { GRANTED } from "./roles.js";
import { icon, Problem, small } from "./shared.jsx";

const TYPING = 200;
const NOBODY = { text: "", chosen: null };

/** What the server is told of who is meant; null while nobody is. */
const whoOf = ({ text, chosen }) => {
  if (chosen) return { [chosen.kind === "group" ? "group_id" : "person_id"]: chosen.who_id };
  return /^\S+@\S+$/.test(text.trim()) ? { email: text.trim() } : null;
};

export function AddPerson({ folder, labels, onAdded }) {
  const [who, setWho] = useState(NOBODY);
  const [role, setRole] = useState("viewer");
  const [wrong, setWrong] = useState("");
  const [busy, problem, send] = useSending(labels.not_done);
  const id = useId();
  const found = useCandidates(folder.id, who);
  const submit = async (event) => {
    event.preventDefault();
    const meant = whoOf(who);
    setWrong(meant ? "" : labels.who_needed);
    if (!meant || busy || !(await send(`/projects/${folder.id}/members`, { method: "POST", body: { role, ...meant } }))) return;
    setWho(NOBODY);
    onAdded();
  };
  const write = (event) => {
    setWho({ text: event.target.value, chosen: null });
    setWrong("");
  };
  return (
    <form className="project-add" onSubmit={submit} noValidate data-testid="add-person">
      <label className="form-field">
        <span className="form-label">{labels.who}</span>
        <input className="form-input" value={who.text} autoComplete="off" aria-invalid={Boolean(wrong)} aria-describedby={id} data-testid="who-field" onChange={write} />
      </label>
      <label className="form-field">
        <span className="form-label">{labels.role}</span>
        <select className="form-input" value={role} data-testid="role-field" onChange={(event) => setRole(event.target.value)}>
          {GRANTED.map((each) => (
            <option key={each} value={each}>
              {labels[`role_${each}`]}
            </option>
          ))}
        </select>
      </label>
      <button type="submit" className="button primary" aria-disabled={busy} data-testid="add-member">
        <UserRoundPlus {...icon} />
        {labels.add}
      </button>
      <Candidates found={found} labels={labels} onChoose={(chosen) => setWho({ text: chosen.name, chosen })} />
      <p id={id} className="form-help project-add-help">
        {labels[`role_${role}_text`]}
      </p>
      <Problem text={wrong || problem} />
    </form>
  );
}

function Candidates({ found, labels, onChoose }) {
  if (!found) return null;
  if (!found.length) return <p className="form-help project-candidates">{labels.nobody_found}</p>;
  return (
    <ul className="project-candidates" aria-label={labels.found} data-testid="candidates">
      {found.map((each) => {
        const Icon = each.kind === "group" ? UsersRound : UserRound;
        return (
          <li key={each.who_id}>
            <button type="button" className="button" data-testid="candidate" onClick={() => onChoose(each)}>
              <Icon {...small} />
              {each.name}
            </button>
          </li>
        );
      })}
    </ul>
  );
}

const MOST = 8;

// Nothing is looked for once somebody is chosen, nor for an address.
function useCandidates(folderId, { text, chosen }) {
  const [found, setFound] = useState(null);
  const wanted = chosen || text.includes("@") ? "" : text.trim();
  useEffect(() => {
    setFound(null);
    if (!wanted) return undefined;
    const stop = new AbortController();
    const timer = setTimeout(() => {
      const path = `/projects/${folderId}/candidates?search=${encodeURIComponent(wanted)}`;
      api(path, { signal: stop.signal })
        .then((people) => setFound(people.slice(0, MOST)))
        .catch(() => null);
    }, TYPING);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [folderId, wanted]);
  return found;
}
