// What administrators set about money: charging and its rules, top-ups, and the seller.
import { useState } from "react";
import { AdminForm } from "$/public/external/chat_app/components/admin/library/form.jsx";
import { Card, Failed, Outline } from "$/public/external/chat_app/components/billing/library/card.jsx";
import { GivenUp, proved } from "$/public/external/chat_app/components/account/library/proof.js";
import { nanoField, readCents, readNano } from "$/public/external/chat_app/components/billing/library/money.js";
import { api } from "$/public/external/chat_app/components/ui/library/api.js";
import { useLanguage } from "$/public/external/chat_app/components/ui/library/language.js";
import { useRemote } from "$/public/external/chat_app/components/ui/library/remote.js";
import { typedCents } from "$/public/external/chat_app/components/billing/library/purchase.jsx";
import { sentenceOf } from "./calls.js";
import { Margins } from "./margins.jsx";

const cents = (typed) => readCents(typed) ?? NaN;
const points = (typed) => {
  const found = readCents(typed);
  return found === null ? NaN : found;
};
const typedPoints = (value, language) => `${Math.floor(value / 100)}${language === "de" ? "," : "."}${String(value % 100).padStart(2, "0")}`;
const wholeNano = (typed) => {
  const nano = readNano(typed);
  return nano === null || BigInt(nano) > BigInt(Number.MAX_SAFE_INTEGER) ? NaN : Number(nano);
};
const entries = (lines) => [...new Set((lines ?? []).map((line) => line.trim()).filter(Boolean))];

// How each section is shown in fields, and read from them. NaN is what was typed wrong.
const SECTIONS = {
  credit: {
    show: (section, language) => ({
      charging: section.charging,
      exchange_points: typedPoints(section.exchange_points, language),
      minimum_nano: nanoField(section.minimum_nano, language),
      low_nano: nanoField(section.low_nano, language),
      free_models: section.free_models,
    }),
    read: (values) => ({
      charging: Boolean(values.charging),
      exchange_points: points(values.exchange_points),
      minimum_nano: wholeNano(values.minimum_nano),
      low_nano: wholeNano(values.low_nano),
      free_models: entries(values.free_models),
    }),
  },
  "top-ups": {
    show: (section, language) => ({
      amounts_cents: section.amounts_cents.map((each) => typedCents(each, language)),
      least_cents: typedCents(section.least_cents, language),
      most_cents: typedCents(section.most_cents, language),
      automatic: section.automatic,
      most_per_month_cents: typedCents(section.most_per_month_cents, language),
    }),
    read: (values) => ({
      amounts_cents: entries(values.amounts_cents).map(cents),
      least_cents: cents(values.least_cents),
      most_cents: cents(values.most_cents),
      automatic: Boolean(values.automatic),
      most_per_month_cents: cents(values.most_per_month_cents),
    }),
  },
};
const isWrong = (value) => (Array.isArray(value) ? value.some(isWrong) : Number.isNaN(value));

export function SettingsTab({ fields, seller, labels }) {
  const groups = useRemote("/admin/groups?limit=200").data?.items ?? [];
  const credit = useRemote("/admin/site/credit");
  const topUps = useRemote("/admin/site/top-ups");
  return (
    <div className="billing-content house-settings">
      <Card title={labels.charging} text={labels.charging_text} testid="charging">
        <SectionForm name="credit" remote={credit} fields={fields.credit} labels={labels} testid="credit-form" />
      </Card>
      <Card title={labels.margins} text={labels.margins_help} testid="margins">
        {credit.data && <Margins key={JSON.stringify(credit.data.margins)} section={credit.data} groups={groups} labels={labels} onSaved={credit.reload} />}
      </Card>
      <Card title={labels.top_ups} text={labels.top_ups_text} testid="top-ups">
        <SectionForm name="top-ups" remote={topUps} fields={fields.top_ups} labels={labels} testid="top-up-form" />
      </Card>
      {seller}
    </div>
  );
}

/** A section of the site's settings as a form; what is no field of it stays as it is. */
function SectionForm({ name, remote, fields, labels, testid }) {
  const language = useLanguage();
  const { data, failed, reload } = remote;
  const [state, setState] = useState({ problems: {}, saved: 0 });
  if (!data) return failed ? <Failed text={failed} labels={labels} onRetry={reload} /> : <Outline rows={4} />;
  const save = async (typed) => {
    const values = { ...data, ...SECTIONS[name].read(typed) };
    const problems = Object.fromEntries(fields.filter((field) => isWrong(values[field.name])).map((field) => [field.name, labels.amount_wrong]));
    setState((before) => ({ ...before, problems }));
    if (Object.keys(problems).length) return;
    try {
      await proved(() => api(`/admin/site/${name}`, { method: "PUT", body: values }));
      await reload();
      setState((before) => ({ problems: {}, saved: before.saved + 1 }));
    } catch (error) {
      if (!(error instanceof GivenUp)) setState((before) => ({ ...before, problems: { "": sentenceOf(error, labels) } }));
    }
  };
  return <AdminForm fields={fields} values={SECTIONS[name].show(data, language)} problems={state.problems} saved={state.saved} ready labels={labels.form} testid={testid} onSave={save} />;
}
