// Prompts by "/" and assistants by "@", in the composer; the keys stay in the text area.
import { useEffect, useId, useMemo, useRef, useState } from "react";
import { useAction } from "$/public/external/chat_app/components/ui/library/actions.js";
import { useFeature } from "$/public/external/chat_app/components/ui/library/features.js";
import { newKey } from "$/public/external/chat_app/components/ui/library/intent.js";
import { composerArea, composerText, focusComposer, insertText, setComposerText, useComposerKeys, useComposerText, useContribution } from "$/public/external/chat_app/components/chat/library/composer_handle.js";
import { AssistantBar } from "./assistant_bar.jsx";
import { Avatar } from "./avatar.jsx";
import { PromptFormDialog } from "./prompt_form.jsx";
import { matching, triggerIn } from "./trigger.js";

const MOST = 50;

export function TriggerMenu({ prompts, assistants, ready, conversationId, assistantId, started, filledText, filledKey, labels, onLoad, onFill, onAssistant }) {
  const text = useComposerText();
  const [dismissed, setDismissed] = useState("");
  const [active, setActive] = useState(0);
  const [form, setForm] = useState(null);
  const [pending, setPending] = useState("");
  const wanted = useRef("");
  const list = useId();
  const allowed = useFeature("library");
  const trigger = useMemo(() => (allowed && text && text !== dismissed ? triggerIn(text, composerArea()?.selectionStart ?? text.length) : null), [allowed, text, dismissed]);
  const rows = useMemo(() => rowsFor(trigger, prompts, assistants).slice(0, MOST), [trigger, prompts, assistants]);
  const open = Boolean(trigger) && !form && (rows.length > 0 || !ready);
  const chosen = Math.min(active, rows.length - 1);
  useEffect(() => setActive(0), [text]);
  useEffect(() => {
    if ((trigger || assistantId || pending) && !ready) onLoad();
  }, [Boolean(trigger), assistantId, ready]);

  const fill = (prompt, values) => {
    wanted.current = newKey();
    onFill(prompt.id, values, wanted.current);
  };
  useEffect(() => {
    if (!filledKey || filledKey !== wanted.current) return;
    wanted.current = "";
    setForm(null);
    setComposerText(filledText);
    focusComposer();
  }, [filledKey]);
  const usePrompt = (prompt) => (prompt.variables.length ? setForm(prompt) : fill(prompt, {}));
  const callAssistant = (assistant) => {
    const area = composerArea();
    const caret = area.selectionStart;
    setComposerText(area.value.slice(0, trigger.from) + area.value.slice(caret));
    chooseAssistant(assistant.id);
  };
  const chooseAssistant = (id) => {
    if (!conversationId) setPending(id);
    onAssistant(conversationId, id);
    focusComposer();
  };
  const choose = (row) => (row.kind === "prompt" ? usePrompt(row.item) : callAssistant(row.item));

  useAction("prompts.open", () => setComposerText("/") || focusComposer());
  useAction("assistants.open", () => focusComposer() || insertText("@"));
  useAction("prompt.use", (id) => {
    const prompt = prompts.find((each) => each.id === id);
    if (prompt) usePrompt(prompt);
  });
  useContribution("assistant", () => (pending && !conversationId ? { assistant_id: pending } : {}));
  useEffect(() => {
    // A chat that has begun knows its assistant itself; another new one begins without.
    if (conversationId) setPending("");
  }, [conversationId]);
  useCalls({ prompts, assistants, ready, onLoad, usePrompt, chooseAssistant });
  useComposerKeys((event) => {
    if (!open || !rows.length || event.isComposing) return false;
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (steps[event.key]) setActive((chosen + steps[event.key] + rows.length) % rows.length);
    else if (event.key === "Escape") setDismissed(composerText());
    else if ((event.key === "Enter" && !event.shiftKey) || event.key === "Tab") choose(rows[chosen]);
    else return false;
    event.preventDefault();
    return true;
  });
  useComboBox(open, list, open ? `${list}-${chosen}` : "");

  const current = assistants.find((each) => each.id === (assistantId || (conversationId ? "" : pending)));
  return (
    <>
      {current && <AssistantBar assistant={current} labels={labels} starters={!started} onLeave={() => chooseAssistant("")} />}
      {open && <Suggestions {...{ list, rows, chosen, ready, labels, kind: trigger.kind }} onChoose={choose} onHover={setActive} />}
      {form && <PromptFormDialog prompt={form} labels={labels} onClose={() => setForm(null) || focusComposer()} onFill={(values) => fill(form, values)} />}
    </>
  );
}

function Suggestions({ list, rows, chosen, ready, labels, kind, onChoose, onHover }) {
  const box = useRef(null);
  useEffect(() => {
    box.current.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }, [chosen, rows]);
  return (
    <div ref={box} className="trigger-menu" data-testid="trigger-menu">
      <ul id={list} role="listbox" aria-label={kind === "prompt" ? labels.prompts : labels.assistants}>
        {rows.map(({ kind: each, item }, index) => (
          <li
            key={item.id}
            id={`${list}-${index}`}
            role="option"
            aria-selected={index === chosen}
            data-testid="trigger-option"
            onPointerMove={() => index !== chosen && onHover(index)}
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => onChoose(rows[index])}
          >
            {each === "assistant" ? <Avatar avatar={item.avatar} /> : <code>/{item.command}</code>}
            <span className="trigger-title">{each === "assistant" ? item.name : item.title}</span>
            <span className="trigger-note">{item.description}</span>
          </li>
        ))}
      </ul>
      {!ready && <p className="trigger-note">{labels.loading}</p>}
    </div>
  );
}

const rowsFor = (trigger, prompts, assistants) => {
  if (!trigger) return [];
  if (trigger.kind === "prompt") return matching(prompts, trigger.query, (each) => [each.command, each.title, each.folder, each.description]).map((item) => ({ kind: "prompt", item }));
  return matching(assistants, trigger.query, (each) => [each.name, each.description]).map((item) => ({ kind: "assistant", item }));
};

// The text area is the combobox of the list above it while there is one.
function useComboBox(open, list, option) {
  useEffect(() => {
    const area = composerArea();
    if (!area || !open) return undefined;
    area.setAttribute("aria-controls", list);
    area.setAttribute("aria-activedescendant", option);
    return () => ["aria-controls", "aria-activedescendant"].forEach((name) => area.removeAttribute(name));
  }, [open, list, option]);
}

// The library's page sends here what is to be used: "/?prompt=<id>" or "/?assistant=<id>".
function useCalls({ prompts, assistants, ready, onLoad, usePrompt, chooseAssistant }) {
  const [call, setCall] = useState(null);
  useEffect(() => {
    const asked = new URLSearchParams(location.search);
    const found = { prompt: asked.get("prompt"), assistant: asked.get("assistant") };
    if (!found.prompt && !found.assistant) return;
    history.replaceState(history.state, "", location.pathname);
    setCall(found);
    onLoad();
  }, []);
  useEffect(() => {
    if (!call || !ready) return;
    setCall(null);
    const prompt = prompts.find((each) => each.id === call.prompt);
    if (prompt) usePrompt(prompt);
    if (assistants.some((each) => each.id === call.assistant)) chooseAssistant(call.assistant);
  }, [call, ready, prompts, assistants]);
}
