"""Who sets which budgets, and who may go beyond them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chat_app import models
from chat_app.errors import InvalidInputError, NotAllowedError, NotFoundError
from chat_app.services.budgets.dto import Action, NewBudget, Period, Scope
from chat_app.services.budgets.errors import BudgetExceededError, BudgetNotFoundError, BudgetQuestionError
from chat_app.services.budgets.house import HouseBudgets
from chat_app.services.budgets.own import OwnBudgets
from chat_app.services.budgets.payers import payer_of
from chat_app.services.budgets.reserving import reserve, settle
from chat_app.services.charging.dto import CoveredCall
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.ids import new_id
from tests.services.house import House

FIVE = 5_000_000_000


@pytest.fixture
def own(house: House) -> OwnBudgets:
    return OwnBudgets(house.db, house.audit, house.clock)


@pytest.fixture
def set_by_house(house: House) -> HouseBudgets:
    return HouseBudgets(house.db, house.audit, house.clock)


def monthly(scope: Scope, scope_id: str, action: Action = Action.STOP, amount: int = FIVE) -> NewBudget:
    return NewBudget(scope, scope_id, Period.MONTH, amount, action)


def use(house: House, actor: Actor, amount: int, **more: str) -> None:
    made = CoveredCall(id=new_id(), actor_id=actor.user_id, payer_id=actor.user_id, model_id="m", **more)  # pyright: ignore[reportArgumentType]
    house.db.write_now(lambda session: reserve(session, made, amount, house.now))
    house.db.write_now(lambda session: settle(session, made.id, amount))


def folder(house: House, owner: Actor, payer: str = "") -> str:
    row = models.Folder(id=new_id(), owner_id=owner.user_id, name="Project", payer=payer, created_at=house.now)
    house.db.write_now(lambda session: session.add(row))
    return row.id


def group(house: House, *members: Actor, leader: Actor | None = None) -> str:
    row = models.Group(id=new_id(), name="Team", policy="{}", created_at=house.now, updated_at=house.now)
    house.db.write_now(lambda session: session.add(row))
    rows = [models.GroupMember(group_id=row.id, user_id=one.user_id, leads=one is leader, added_at=house.now) for one in members]
    house.db.write_now(lambda session: session.add_all(rows))
    return row.id


async def test_a_person_sets_changes_and_removes_a_budget_of_their_own(house: House, own: OwnBudgets) -> None:
    ada = house.person()
    made = await own.put(ada, monthly(Scope.USER, ""))
    use(house, ada, 2_000_000_000)
    changed = await own.put(ada, monthly(Scope.USER, ada.user_id, amount=2 * FIVE))
    assert (changed.id, changed.name, changed.left_nano, changed.used_nano) == (made.id, "Ada", 8_000_000_000, 2_000_000_000)
    await own.delete(ada, made.id)
    assert await own.list(ada) == []
    assert [entry.action for entry in house.acts()] == ["budget.set", "budget.set", "budget.delete"]


async def test_nobody_limits_what_is_not_theirs(house: House, own: OwnBudgets) -> None:
    ada, ben = house.person(), house.person("Ben")
    theirs = await own.put(ben, monthly(Scope.FOLDER, folder(house, ben)))
    for scope, scope_id in [
        (Scope.USER, ben.user_id),
        (Scope.FOLDER, theirs.scope_id),
        (Scope.KEY, new_id()),
        (Scope.GROUP, group(house, ada)),
    ]:
        with pytest.raises(BudgetNotFoundError):
            await own.put(ada, monthly(scope, scope_id))
    for refused in (own.delete(ada, theirs.id), own.allow_more(ada, theirs.id)):
        with pytest.raises(BudgetNotFoundError):
            await refused
    assert await own.list(ada) == []


async def test_a_program_changes_no_budget(house: House, own: OwnBudgets) -> None:
    program = replace(house.person(), api_key_id=new_id())
    for refused in (own.put(program, monthly(Scope.USER, "")), own.delete(program, new_id()), own.allow_more(program, new_id())):
        with pytest.raises(NotAllowedError):
            await refused


@pytest.mark.parametrize("amount", [0, -1, 10**15 + 1])
async def test_a_budget_is_an_amount_that_somebody_means(house: House, own: OwnBudgets, amount: int) -> None:
    with pytest.raises(InvalidInputError):
        await own.put(house.person(), monthly(Scope.USER, "", amount=amount))


async def test_administrators_limit_people_and_groups_and_nobody_else_does(
    house: House, set_by_house: HouseBudgets, own: OwnBudgets
) -> None:
    root, ada = house.person("Root", "admin"), house.person()
    team = group(house, ada)
    for wanted in (monthly(Scope.USER, ada.user_id), monthly(Scope.MEMBER, team), monthly(Scope.GROUP, team)):
        await set_by_house.put(root, wanted)
    with pytest.raises(NotFoundError):
        await set_by_house.list(ada)
    with pytest.raises(BudgetNotFoundError):
        await set_by_house.put(root, monthly(Scope.USER, new_id()))
    assert {state.scope for state in await own.list(ada)} == {Scope.USER, Scope.MEMBER, Scope.GROUP}
    assert not any(state.can_change for state in await own.list(ada))
    assert await own.list(house.person("Carl")) == []


async def test_own_and_set_budgets_stand_beside_each_other_and_the_stricter_counts(
    house: House, set_by_house: HouseBudgets, own: OwnBudgets
) -> None:
    root, ada = house.person("Root", "admin"), house.person()
    await set_by_house.put(root, monthly(Scope.USER, ada.user_id))
    mine = await own.put(ada, monthly(Scope.USER, "", amount=FIVE - 1))
    with pytest.raises(BudgetExceededError) as caught:
        use(house, ada, FIVE)
    assert caught.value.budget_id == mine.id
    await own.delete(ada, mine.id)
    use(house, ada, FIVE)


async def test_a_question_is_answered_once_and_only_until_the_period_ends(house: House, own: OwnBudgets) -> None:
    ada = house.person()
    asked = await own.put(ada, monthly(Scope.USER, "", Action.ASK))
    use(house, ada, FIVE)
    with pytest.raises(BudgetQuestionError):
        use(house, ada, 1)
    for _ in range(2):  # a double click
        assert (await own.allow_more(ada, asked.id, asked.extra_nano)).extra_nano == FIVE
    use(house, ada, FIVE)
    with pytest.raises(BudgetQuestionError):
        use(house, ada, 1)
    house.wait(days=15)
    assert (await own.list(ada))[0].extra_nano == 0
    assert [entry.action for entry in house.acts("budget.allow")] == ["budget.allow"]


async def test_a_stop_is_no_question(house: House, own: OwnBudgets) -> None:
    ada = house.person()
    stops = await own.put(ada, monthly(Scope.USER, ""))
    assert not stops.can_allow
    with pytest.raises(NotAllowedError):
        await own.allow_more(ada, stops.id)


async def test_a_member_goes_beyond_their_share_and_only_a_leader_beyond_that_of_all(
    house: House, set_by_house: HouseBudgets, own: OwnBudgets
) -> None:
    root, lea, ben = house.person("Root", "admin"), house.person("Lea"), house.person("Ben")
    team = group(house, lea, ben, leader=lea)
    share = await set_by_house.put(root, monthly(Scope.MEMBER, team, Action.ASK))
    pot = await set_by_house.put(root, monthly(Scope.GROUP, team, Action.ASK))
    assert (await own.allow_more(ben, share.id)).extra_nano == FIVE
    assert next(state for state in await own.list(lea) if state.id == share.id).extra_nano == 0
    with pytest.raises(NotAllowedError):
        await own.allow_more(ben, pot.id)
    assert (await own.allow_more(lea, pot.id)).extra_nano == FIVE


async def test_the_owner_of_a_folder_pays_within_its_budget(house: House, own: OwnBudgets) -> None:
    owner, guest = house.person("Owner"), house.person("Guest")
    shared = folder(house, owner, "budget")

    def payer() -> str:
        return house.db.read_now(lambda session: payer_of(session, guest, shared))

    assert payer() == guest.user_id
    await own.put(owner, monthly(Scope.FOLDER, shared))
    assert payer() == owner.user_id
    use(house, guest, FIVE, folder_id=shared)
    with pytest.raises(BudgetExceededError) as caught:
        use(house, guest, 1, folder_id=shared)
    assert caught.value.key == "budgets.error.folder"
    assert house.db.read_now(lambda session: payer_of(session, guest, "")) == guest.user_id
