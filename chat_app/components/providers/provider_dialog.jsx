// Setting up a provider, and changing it. A stored key is never shown: a new one takes its place.
import { useState } from "react";
import { ExternalLink } from "lucide-react";
import { Field, PasswordField, TextField } from "$/public/external/chat_app/components/account/library/fields.jsx";
import { FormDialog } from "$/public/external/chat_app/components/account/library/form_dialog.jsx";
import { fill, icon } from "$/public/external/chat_app/components/account/library/parts.jsx";
import { Missing } from "$/public/external/chat_app/components/account/library/task.js";

export function NewProvider({ vendors, platform, labels, onCreate, onClose }) {
  const [vendor, setVendor] = useState(vendors[0]);
  const send = async ({ label, base_url: url = "", key, region = "", ...rest }) => {
    const options = optionsOf(vendor, rest, labels);
    if (!vendor.url && !vendor.url_fixed && !url.trim()) throw new Missing(labels.urlMissing);
    if (vendor.key === "required" && !key.trim()) throw new Missing(labels.keyMissing);
    await onCreate({ vendor: vendor.id, label, base_url: url, key, region, options });
  };
  return (
    <FormDialog title={labels.addTitle} submit={labels.add} labels={labels} testid="provider-dialog" onSubmit={send} onClose={onClose}>
      <Field label={labels.vendor}>
        {(props) => (
          <select className="select" value={vendor.id} data-testid="provider-vendor" {...props} onChange={(event) => setVendor(vendors.find(({ id }) => id === event.target.value))}>
            {vendors.map(({ id, label }) => (
              <option key={id} value={id}>
                {label}
              </option>
            ))}
          </select>
        )}
      </Field>
      <TextField label={labels.name} help={labels.nameHelp} name="label" maxLength={100} placeholder={vendor.label} data-testid="provider-name" />
      {!vendor.url_fixed && <Address key={vendor.id} vendor={vendor} platform={platform} labels={labels} />}
      <Options key={`${vendor.id} options`} vendor={vendor} labels={labels} />
      <Key vendor={vendor} labels={labels} />
      {platform && <Region vendor={vendor} labels={labels} />}
    </FormDialog>
  );
}

export function ChangeProvider({ provider, vendor, platform, labels, onChange, onClose }) {
  const [moved, setMoved] = useState(false);
  const send = async ({ label, base_url: url, key, region, enabled, ...rest }) => {
    const changes = { label, enabled: enabled === "on" };
    if (vendor.fields?.length) changes.options = optionsOf(vendor, rest, labels);
    if (url !== undefined && url.trim() !== provider.base_url) changes.base_url = url;
    if (key.trim()) changes.key = key;
    if (platform && region !== provider.region) changes.region = region;
    await onChange(changes);
  };
  return (
    <FormDialog title={fill(labels.editTitle, { name: provider.label })} submit={labels.save} labels={labels} testid="provider-dialog" onSubmit={send} onClose={onClose}>
      <TextField label={labels.name} name="label" maxLength={100} defaultValue={provider.label} placeholder={vendor.label} data-testid="provider-name" />
      {!vendor.url_fixed && (
        <Address
          vendor={vendor}
          value={provider.base_url}
          platform={platform}
          wrong={moved && provider.key_hint ? labels.urlClears : ""}
          labels={labels}
          onChange={(event) => setMoved(event.target.value.trim() !== provider.base_url)}
        />
      )}
      <Options vendor={vendor} values={provider.options} labels={labels} />
      <Key vendor={vendor} hint={moved ? "" : provider.key_hint} labels={labels} />
      {platform && <Region vendor={vendor} value={provider.region} labels={labels} />}
      <label className="scope">
        <input type="checkbox" name="enabled" defaultChecked={provider.enabled} data-testid="provider-enabled" />
        <span>
          {labels.enabled}
          <small>{labels.enabledHelp}</small>
        </span>
      </label>
    </FormDialog>
  );
}

const PLACES = { ollama: "http://ollama.lan:11434", azure: "https://my-resource.openai.azure.com" };
const KEY_HELP = { azure: "keyMeansAzure", bedrock: "keyMeansBedrock" };

/** What the vendor asks for besides: its fields are data (vendors.toml), each with a label and a line of help. */
function Options({ vendor, values = {}, labels }) {
  return (vendor.fields ?? []).map(({ name, default: own, placeholder }) => (
    <TextField
      key={name}
      label={labels[`field_${name}`]}
      help={labels[`field_${name}_help`]}
      name={`option_${name}`}
      maxLength={500}
      spellCheck={false}
      autoCapitalize="off"
      defaultValue={values[name] ?? own}
      placeholder={placeholder}
      data-testid={`provider-option-${name}`}
    />
  ));
}

function optionsOf(vendor, sent, labels) {
  const fields = vendor.fields ?? [];
  const options = Object.fromEntries(fields.map(({ name }) => [name, (sent[`option_${name}`] ?? "").trim()]).filter(([, value]) => value));
  if (fields.some(({ name, required }) => required && !options[name])) throw new Missing(labels.fieldMissing);
  return options;
}

function Address({ vendor, value, platform, wrong, labels, onChange }) {
  return (
    <TextField
      label={labels.url}
      help={vendor.id === "azure" ? labels.urlAzure : platform ? labels.urlHelpPlatform : labels.urlHelp}
      wrong={wrong}
      name="base_url"
      type="url"
      inputMode="url"
      maxLength={500}
      spellCheck={false}
      defaultValue={value ?? vendor.url}
      placeholder={PLACES[vendor.id] ?? "https://example.com/v1"}
      data-testid="provider-url"
      onChange={onChange}
    />
  );
}

// Of a short key the hint shows no character, only that there is one.
export const isTelling = (hint) => hint.length > 1;

function Key({ vendor, hint = "", labels }) {
  const keep = isTelling(hint) ? fill(labels.keyKeep, { name: hint }) : labels.keyKeepShort;
  const help = hint ? keep : vendor.key === "optional" ? labels.keyOptional : (labels[KEY_HELP[vendor.id]] ?? "");
  return (
    <>
      <PasswordField label={labels.key} help={help} labels={labels} name="key" autoComplete="off" maxLength={4000} data-1p-ignore data-testid="provider-key" />
      {vendor.key_page && (
        <p className="setting-help provider-key-page">
          <a href={vendor.key_page} target="_blank" rel="noopener noreferrer">
            {fill(labels.keyPage, { name: vendor.label })} <ExternalLink {...icon} size={14} />
          </a>
        </p>
      )}
    </>
  );
}

function Region({ vendor, value, labels }) {
  const known = ["", "eu", "us", "uk", "ch", "ca", "cn", "in", "jp", "local"];
  const chosen = value ?? vendor.region;
  return (
    <Field label={labels.region} help={labels.regionHelp}>
      {(props) => (
        <select key={vendor.id} className="select" name="region" defaultValue={chosen} data-testid="provider-region" {...props}>
          {[...new Set([...known, chosen])].map((region) => (
            <option key={region} value={region}>
              {!region && vendor.id === "bedrock" ? labels.regionFollows : regionName(region, labels)}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

export const regionName = (region, labels) => labels[`region_${region || "unknown"}`] ?? region.toUpperCase();
