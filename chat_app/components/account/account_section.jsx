// Name, e-mail address, and the way out.
import { useRef, useState } from "react";
import { LogOut, Mail, ShieldCheck, UserRound } from "lucide-react";
import { useFeature } from "$/public/external/chat_app/components/ui/library/features.js";
import { goTo } from "$/public/external/chat_app/components/layout/library/navigation.js";
import { profile } from "./calls.js";
import { TextField } from "./fields.jsx";
import { FormDialog } from "./form_dialog.jsx";
import { fill, icon, Remote, Things } from "./parts.jsx";
import { Missing } from "./task.js";

const MAIL = /^\S+@\S+\.\S+$/;

export function AccountSection({ labels }) {
  return (
    <Remote load={profile.get} labels={labels}>
      {(me, reload) => <Profile me={me} reload={reload} labels={labels} />}
    </Remote>
  );
}

function Profile({ me, reload, labels }) {
  const [open, setOpen] = useState("");
  const administers = useFeature("administration");
  const leave = useRef(null);
  const closed = (done) => {
    setOpen("");
    if (done) reload();
  };
  const rows = [
    {
      key: "name",
      Icon: UserRound,
      title: me.name || labels.unnamed,
      lines: [labels.nameHelp],
      actions: (
        <button type="button" className="button" data-testid="change-name" onClick={() => setOpen("name")}>
          {labels.change}
        </button>
      ),
    },
    {
      key: "email",
      Icon: Mail,
      title: me.email || labels.noEmail,
      lines: [me.waiting_email ? fill(labels.emailWaiting, { email: me.waiting_email }) : labels.emailHelp],
      actions: (
        <button type="button" className="button" data-testid="change-email" onClick={() => setOpen("email")}>
          {labels.change}
        </button>
      ),
    },
  ];
  return (
    <>
      <Things items={rows} label={labels.title} testid="profile" />
      <div className="account-row">
        <button type="button" className="button" data-testid="account-sign-out" onClick={() => leave.current.submit()}>
          <LogOut {...icon} />
          {labels.signOut}
        </button>
        {administers && (
          <button type="button" className="button quiet" data-testid="account-administration" onClick={() => goTo("/admin")}>
            <ShieldCheck {...icon} />
            {labels.admin}
          </button>
        )}
        <form ref={leave} method="post" action="/auth/logout" hidden />
      </div>
      {open === "name" && <NameDialog name={me.name} labels={labels} onClose={closed} />}
      {open === "email" && <EmailDialog labels={labels} onClose={closed} />}
    </>
  );
}

function NameDialog({ name, labels, onClose }) {
  return (
    <FormDialog title={labels.nameTitle} submit={labels.save} labels={labels} testid="name-dialog" onSubmit={(values) => profile.rename(values.name.trim())} onClose={onClose}>
      <TextField label={labels.name} name="name" defaultValue={name} maxLength={200} autoComplete="name" data-testid="name-field" />
    </FormDialog>
  );
}

function EmailDialog({ labels, onClose }) {
  const send = async (values) => {
    const email = values.email.trim();
    if (!MAIL.test(email)) throw new Missing(labels.emailWrong);
    await profile.changeEmail(email);
  };
  return (
    <FormDialog title={labels.emailTitle} submit={labels.emailSend} labels={labels} testid="email-dialog" onSubmit={send} onClose={onClose}>
      <TextField label={labels.emailNew} help={labels.emailNewHelp} name="email" type="email" maxLength={254} autoComplete="email" data-testid="email-field" />
    </FormDialog>
  );
}
