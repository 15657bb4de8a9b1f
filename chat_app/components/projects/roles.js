// What a role may do (services/projects/rights.py). Only a view: the server's guards decide.
const RANK = { viewer: 1, editor: 2, manager: 3, owner: 4 };

export const GRANTED = ["viewer", "editor", "manager"];

/** @returns {{edit: boolean, manage: boolean, own: boolean}} */
export const rightsOf = (role) => ({ edit: RANK[role] >= RANK.editor, manage: RANK[role] >= RANK.manager, own: role === "owner" });

/** Somebody else's membership can be changed where it was given, and the owner has none. */
export const canChange = (member, rights) => rights.manage && Boolean(member.id) && !member.inherited;
