// Providers of models with how they are: the own ones in the settings, those for everybody in administration.
import { useMemo, useState } from "react";
import { CircleCheck, CircleDashed, CirclePause, KeyRound, Pencil, Plug, Plus, Trash2, TriangleAlert } from "lucide-react";
import { ConfirmDialog } from "$/public/external/chat_app/components/account/library/confirm_dialog.jsx";
import { Block, fill, icon, Moment, Problem, Remote, Things } from "$/public/external/chat_app/components/account/library/parts.jsx";
import { useTask } from "$/public/external/chat_app/components/account/library/task.js";
import { callsOf } from "./calls.js";
import { ChangeProvider, isTelling, NewProvider, regionName } from "./provider_dialog.jsx";

const SIGNS = { ok: CircleCheck, failing: TriangleAlert, blocked: TriangleAlert, no_key: KeyRound, untested: CircleDashed, disabled: CirclePause };

const HEALTH_SHOWN = ["slow", "failing", "open"];

export function ProvidersSection({ platform, labels }) {
  const calls = useMemo(() => callsOf(platform), [platform]);
  return (
    <Remote load={calls.load} labels={labels}>
      {(data, reload) => <ProviderList {...data} reload={reload} calls={calls} platform={platform} labels={labels} />}
    </Remote>
  );
}

function ProviderList({ items, vendors, reload, calls, platform, labels }) {
  const [open, setOpen] = useState({ kind: "", provider: null });
  const [found, setFound] = useState({});
  const tests = useTask(labels.failed);
  const [tested, setTested] = useState("");
  const vendorOf = (provider) => vendors.find(({ id }) => id === provider.vendor) ?? { ...provider, url_fixed: true, key: "optional", key_page: "" };
  const test = async (id) => {
    setTested(id);
    await tests.run(async () => {
      const { models } = await calls.test(id);
      setFound((before) => ({ ...before, [id]: models }));
    });
    setTested("");
    await reload();
  };
  const close = () => setOpen({ kind: "", provider: null });
  const create = async (body) => {
    const made = await calls.create(body);
    if (made.state === "untested") test(made.id);
  };
  const change = async (body) => {
    const changed = await calls.change(open.provider.id, body);
    if (changed.state === "untested") test(changed.id);
  };
  const rows = items.map((provider) => ({
    key: provider.id,
    Icon: Plug,
    title: provider.label,
    badge: !provider.enabled && labels.switchedOff,
    lines: [
      <Address key="address" provider={provider} vendor={vendorOf(provider)} labels={labels} />,
      <State key="state" provider={provider} models={found[provider.id]} busy={tested === provider.id} labels={labels} />,
      HEALTH_SHOWN.includes(provider.health?.state) && <Health key="health" health={provider.health} labels={labels} />,
    ].filter(Boolean),
    actions: (
      <Actions
        provider={provider}
        busy={tested === provider.id}
        labels={labels}
        onTest={() => test(provider.id)}
        onEdit={() => setOpen({ kind: "change", provider })}
        onRemove={() => setOpen({ kind: "remove", provider })}
      />
    ),
  }));
  const done = (happened) => {
    close();
    if (happened) reload();
  };
  return (
    <Block
      title={labels.providersTitle}
      help={labels.providersHelp}
      testid="providers"
      level={platform ? 2 : 3}
      action={
        <button type="button" className="button" data-testid="provider-add" onClick={() => setOpen({ kind: "new", provider: null })}>
          <Plus {...icon} />
          {labels.add}
        </button>
      }
    >
      <Things items={rows} empty={labels.providersEmpty} label={labels.providersTitle} testid="provider" />
      <Problem text={tests.problem} />
      {open.kind === "new" && <NewProvider vendors={vendors} platform={platform} labels={labels} onCreate={create} onClose={done} />}
      {open.kind === "change" && <ChangeProvider provider={open.provider} vendor={vendorOf(open.provider)} platform={platform} labels={labels} onChange={change} onClose={done} />}
      {open.kind === "remove" && (
        <ConfirmDialog
          title={fill(labels.removeTitle, { name: open.provider.label })}
          text={labels.removeText}
          confirm={labels.remove}
          labels={labels}
          act={() => calls.remove(open.provider.id)}
          onClose={done}
        />
      )}
    </Block>
  );
}

function Address({ provider, vendor, labels }) {
  const parts = [provider.label === vendor.label ? "" : vendor.label, provider.base_url.replace(/^https:\/\//, ""), regionName(provider.region, labels)];
  return (
    <span className="provider-address">
      {parts.filter(Boolean).join(" · ")}
      {provider.key_hint && (
        <>
          {" · "}
          {isTelling(provider.key_hint) ? <code>{provider.key_hint}</code> : labels.keyStored}
        </>
      )}
    </span>
  );
}

/** How it is, in words and with a sign: the colour alone says nothing. */
function State({ provider, models, busy, labels }) {
  const Sign = SIGNS[provider.state];
  const count = provider.state === "ok" && models !== undefined && fill(labels.models, { count: models });
  return (
    <span className="provider-state" data-state={provider.state} data-testid="provider-state" role="status">
      {busy ? (
        labels.testing
      ) : (
        <>
          <Sign {...icon} />
          <span>
            {provider.problem || labels[`state_${provider.state}`]}
            {count && ` ${count}`}
            {provider.tested_at && (
              <>
                {" "}
                <Moment at={provider.tested_at} text={labels.tested} />
              </>
            )}
          </span>
        </>
      )}
    </span>
  );
}

/** How its answers have been since Parley started; nothing while all is well. */
function Health({ health, labels }) {
  const Sign = health.state === "open" ? CirclePause : TriangleAlert;
  return (
    <span className="provider-state" data-state={health.state === "slow" ? "no_key" : "failing"} data-testid="provider-health">
      <Sign {...icon} />
      <span>
        {labels[`health_${health.state}`]} {health.problem}
        {health.asked_at && (
          <>
            {" "}
            <Moment at={health.asked_at} text={labels.healthAt} />
          </>
        )}
      </span>
    </span>
  );
}

function Actions({ provider, busy, labels, onTest, onEdit, onRemove }) {
  const canTest = provider.enabled && !["no_key", "blocked"].includes(provider.state);
  const named = (text) => ({ "aria-label": fill(text, { name: provider.label }), title: fill(text, { name: provider.label }) });
  return (
    <>
      {canTest && (
        <button type="button" className="button" aria-busy={busy} data-testid="provider-test" onClick={onTest}>
          {labels.test}
        </button>
      )}
      <button type="button" className="icon-button" {...named(labels.editTitle)} data-testid="provider-edit" onClick={onEdit}>
        <Pencil {...icon} />
      </button>
      <button type="button" className="icon-button" {...named(labels.removeOne)} data-testid="provider-remove" onClick={onRemove}>
        <Trash2 {...icon} />
      </button>
    </>
  );
}
