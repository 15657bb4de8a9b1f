// What protects the account.
import { Identities } from "./identities.jsx";
import { Block } from "./parts.jsx";
import { Passkeys } from "./passkeys.jsx";
import { Password } from "./password.jsx";
import { SecondFactor } from "./second_factor.jsx";
import { Sessions } from "./sessions.jsx";

export function SecuritySection({ labels }) {
  return (
    <>
      <Password labels={labels} />
      <Block title={labels.second} help={labels.secondHelp}>
        <SecondFactor labels={labels} />
      </Block>
      <Passkeys labels={labels} />
      <Identities labels={labels} />
      <Sessions labels={labels} />
    </>
  );
}
