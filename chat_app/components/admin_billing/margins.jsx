// Rules of what is added to the cost of calls: the first one that fits counts, so their order matters.
import { useState } from "react";
import { ArrowUp, Plus, X } from "lucide-react";
import { useTask } from "$/public/external/chat_app/components/account/library/task.js";
import { nanoField, readCents, readNano } from "$/public/external/chat_app/components/billing/library/money.js";
import { api } from "$/public/external/chat_app/components/ui/library/api.js";
import { useLanguage } from "$/public/external/chat_app/components/ui/library/language.js";
import { icon } from "./calls.js";

const SAMPLE = "openai/*";
const typedPercent = (points, language) => `${Math.floor(points / 100)}${language === "de" ? "," : "."}${String(points % 100).padStart(2, "0")}`;

const typed = (rules, language) =>
  rules.map((rule, index) => ({ key: index, pattern: rule.pattern, group_id: rule.group_id, percent: typedPercent(rule.points, language), fixed: nanoField(rule.fixed_nano, language) }));
// NaN is what was typed wrong.
const read = ({ pattern, group_id: group, percent, fixed }) => ({ pattern: pattern.trim() || "*", group_id: group, points: readCents(percent || "0") ?? NaN, fixed_nano: Number(readNano(fixed || "0") ?? NaN) });

/** `section` is the whole of what is set about credit; only its margins change here. */
export function Margins({ section, groups, labels, onSaved }) {
  const language = useLanguage();
  const [rules, setRules] = useState(() => typed(section.margins, language));
  const [wrong, setWrong] = useState(false);
  const { busy, problem, run } = useTask(labels.failed);
  const change = (next) => {
    setRules(next);
    setWrong(false);
  };
  const set = (index, name, value) => change(rules.map((rule, place) => (place === index ? { ...rule, [name]: value } : rule)));
  const add = () => change([...rules, { key: Date.now(), pattern: "*", group_id: "", percent: "", fixed: "" }]);
  const up = (index) => change(rules.map((rule, place) => (place === index - 1 ? rules[index] : place === index ? rules[index - 1] : rule)));
  const save = () => {
    const margins = rules.map(read);
    if (margins.some((rule) => Number.isNaN(rule.points) || !(rule.fixed_nano >= 0))) return setWrong(true);
    return run(() => api("/admin/site/credit", { method: "PUT", body: { ...section, margins } }).then(onSaved));
  };
  return (
    <div className="house-margins">
      {rules.map((rule, index) => (
        <div key={rule.key} className="house-margin" data-testid="margin">
          <Part label={labels.models}>
            <input className="form-input" value={rule.pattern} placeholder={SAMPLE} data-testid="margin-pattern" onChange={(event) => set(index, "pattern", event.target.value)} />
          </Part>
          <Part label={labels.group}>
            <select className="select" value={rule.group_id} onChange={(event) => set(index, "group_id", event.target.value)}>
              <option value="">{labels.everybody}</option>
              {groups.map((group) => (
                <option key={group.id} value={group.id}>
                  {group.name}
                </option>
              ))}
            </select>
          </Part>
          <Part label={labels.percent}>
            <input className="form-input" inputMode="decimal" value={rule.percent} data-testid="margin-percent" onChange={(event) => set(index, "percent", event.target.value)} />
          </Part>
          <Part label={labels.fixed}>
            <input className="form-input" inputMode="decimal" value={rule.fixed} onChange={(event) => set(index, "fixed", event.target.value)} />
          </Part>
          <div className="house-margin-acts">
            <button type="button" className="icon-button" aria-label={labels.move_up} title={labels.move_up} aria-disabled={index === 0} onClick={() => index > 0 && up(index)}>
              <ArrowUp {...icon} />
            </button>
            <button type="button" className="icon-button" aria-label={labels.remove_rule} title={labels.remove_rule} onClick={() => change(rules.filter((_, place) => place !== index))}>
              <X {...icon} />
            </button>
          </div>
        </div>
      ))}
      {(wrong || problem) && (
        <p className="admin-field-problem" role="alert">
          {wrong ? labels.margins_wrong : problem}
        </p>
      )}
      <div className="account-row">
        <button type="button" className="button" data-testid="add-margin" onClick={add}>
          <Plus {...icon} />
          {labels.add_rule}
        </button>
        <button type="button" className="button primary" aria-busy={busy} data-testid="save-margins" onClick={save}>
          {labels.form.save}
        </button>
      </div>
    </div>
  );
}

function Part({ label, children }) {
  return (
    <label className="form-field">
      <span className="form-label">{label}</span>
      {children}
    </label>
  );
}
