// Who sells, as invoices say it. Nobody can buy before everything that an invoice needs is there; what is missing is listed.
import { useCallback, useEffect, useState } from "react";
import { BadgeCheck, CircleAlert } from "lucide-react";
import { ApiError, api } from "$/public/external/chat_app/components/ui/library/api.js";
import { useLanguage } from "$/public/external/chat_app/components/ui/library/language.js";
import { AdminForm } from "$/public/external/chat_app/components/admin/library/form.jsx";
import { fill } from "$/public/external/chat_app/components/admin/library/words.js";
import { GivenUp, proved } from "$/public/external/chat_app/components/account/library/proof.js";
import { Card, Failed, Outline, icon } from "./card.jsx";
import { countryName } from "./profile.jsx";
import "$/public/styles/admin.css";
import "$/public/styles/settings.css";
import "$/public/styles/billing.css";
import "$/public/styles/invoices.css";

export function Seller({ countries, labels }) {
  const language = useLanguage();
  const [state, setState] = useState({ values: null, missing: [], failed: "" });
  const [problem, setProblem] = useState("");
  const [saved, setSaved] = useState(0);
  const load = useCallback(async () => {
    try {
      const [values, found] = await Promise.all([api("/admin/site/seller"), api("/admin/billing/seller")]);
      setState({ values, missing: found.missing, failed: "" });
    } catch (error) {
      setState((before) => ({ ...before, failed: (error instanceof ApiError && error.message) || " " }));
    }
  }, []);
  useEffect(() => void load(), [load]);
  const save = async (wish) => {
    setProblem("");
    try {
      await proved(() => api("/admin/site/seller", { method: "PUT", body: wish }));
      await load();
      setSaved((count) => count + 1);
    } catch (error) {
      if (!(error instanceof GivenUp)) setProblem((error instanceof ApiError && error.message) || labels.failed);
    }
  };
  return (
    <Card title={labels.title} text={labels.text} testid="seller">
      {state.failed && !state.values && <Failed text={state.failed} labels={labels} onRetry={load} />}
      {!state.failed && !state.values && <Outline rows={6} />}
      {state.values && (
        <>
          <Missing names={state.missing} labels={labels} />
          <AdminForm fields={fieldsOf(countries, language, labels)} values={state.values} problems={problem ? { "": problem } : NO_PROBLEM} saved={saved} ready labels={labels} testid="seller-form" onSave={save} />
        </>
      )}
    </Card>
  );
}

function Missing({ names, labels }) {
  const complete = names.length === 0;
  const Sign = complete ? BadgeCheck : CircleAlert;
  return (
    <p className="seller-state" data-complete={complete ? "" : undefined} role="status" data-testid="seller-missing">
      <Sign {...icon} />
      <span>{complete ? labels.complete : fill(labels.missing, { fields: names.map((name) => labels[name]).join(", ") })}</span>
    </p>
  );
}

const NO_PROBLEM = {};

function fieldsOf(countries, language, labels) {
  const text = (name, more = {}) => ({ name, label: labels[name], kind: "text", ...more });
  const states = countries.map((code) => ({ value: code, label: countryName(code, language) }));
  states.sort((one, other) => one.label.localeCompare(other.label, language));
  const modes = ["regular", "small_business"].map((value) => ({ value, label: labels[value] }));
  return [
    text("company", { part: labels.part_address }),
    text("contact", { help: labels.contact_help }),
    text("street"),
    text("extra"),
    text("postal_code"),
    text("city"),
    text("country", { kind: "select", options: states }),
    text("email", { kind: "email" }),
    text("phone"),
    text("commercial_register", { help: labels.commercial_register_help }),
    text("iban", { help: labels.iban_help }),
    text("bic"),
    text("vat_id", { part: labels.part_tax, help: labels.vat_id_help }),
    text("tax_number", { help: labels.tax_number_help }),
    text("tax_mode", { kind: "select", options: modes, help: labels.tax_mode_help }),
    text("oss", { kind: "switch", help: labels.oss_help }),
    text("series", { part: labels.part_numbers, help: labels.series_help }),
    text("correction_series"),
  ];
}
