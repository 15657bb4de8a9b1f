import assert from "node:assert/strict";
import { test } from "node:test";
import { canChange, rightsOf } from "./roles.js";

test("each role may do what those before it may", () => {
  assert.deepEqual(rightsOf("viewer"), { edit: false, manage: false, own: false });
  assert.deepEqual(rightsOf("editor"), { edit: true, manage: false, own: false });
  assert.deepEqual(rightsOf("manager"), { edit: true, manage: true, own: false });
  assert.deepEqual(rightsOf("owner"), { edit: true, manage: true, own: true });
});

test("an unknown role may nothing", () => {
  assert.deepEqual(rightsOf("boss"), { edit: false, manage: false, own: false });
});

test("only what was given here is changed here, and never the owner", () => {
  const rights = rightsOf("manager");
  assert.equal(canChange({ id: "1", inherited: false }, rights), true);
  assert.equal(canChange({ id: "1", inherited: true }, rights), false);
  assert.equal(canChange({ id: "", inherited: false }, rights), false);
  assert.equal(canChange({ id: "1", inherited: false }, rightsOf("editor")), false);
});
