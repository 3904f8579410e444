from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from hashlib import sha256

import pytest

from careplay.meaning.owners import Staff, bucket, owner, owner_of
from careplay.model.business import Person, Role
from careplay.model.rules import Action, Verb
from hand import TODAY

AWAY, BACK = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


def asked(
    people: Sequence[Person], *roles: Role, customer: str = "1", **facts: str
) -> str | None:
    told = roles or (Role("adviser"),)
    staff = Staff({role.name: role for role in told}, people, TODAY)
    return owner(told[0].name, customer, facts, staff)


def person(key: str, role: str = "adviser", **options: object) -> Person:
    return Person(key, key, role, **options)  # type: ignore[arg-type]


def absent(key: str, successor: str | None = None, role: str = "adviser") -> Person:
    return person(key, role, absent_from=AWAY, absent_to=BACK, successor=successor)


def test_a_bucket_is_the_first_32_bits_of_the_hash() -> None:
    assert bucket("客1") == int(sha256("客1".encode()).hexdigest()[:8], 16)


def test_several_share_by_customer_in_order_of_id() -> None:
    people = [person("c"), person("a"), person("b"), person("z", "manager"), person("a")]
    for customer in ("1", "2", "3", "4"):
        assert asked(people, customer=customer) == "abc"[bucket(customer) % 3]


def test_the_own_person_comes_first() -> None:
    role = Role("adviser", fact="owner")
    assert asked([person("a"), person("b", "manager")], role, owner="b") == "b"
    assert asked([person("a")], role) == "a"


def test_an_id_that_staff_does_not_list_stands() -> None:
    assert asked([person("a")], Role("adviser", fact="owner"), owner="x") == "x"
    assert asked([absent("a", successor="x")]) == "x"


@pytest.mark.parametrize(
    ("store", "expected"), [("east", "e"), ("west", "w"), ("north", "n"), (None, "n")]
)
def test_the_store_has_its_own_people_else_those_without_a_store(
    store: str | None, expected: str
) -> None:
    people = [person("e", store="east"), person("w", store="west"), person("n")]
    facts = {} if store is None else {"store": store}
    assert asked(people, **facts) == expected


def test_people_of_other_stores_are_not_asked() -> None:
    assert asked([person("e", store="east")], store="west") is None
    assert asked([person("e", store="east")]) is None


@pytest.mark.parametrize(
    ("since", "until", "away"),
    [
        (None, None, False),
        (TODAY, TODAY, True),
        (AWAY, None, True),
        (BACK, None, False),
        (None, BACK, True),
        (None, AWAY, False),
        (AWAY, AWAY, False),
    ],
)
def test_absence_holds_from_its_first_day_to_its_last(
    since: date | None, until: date | None, *, away: bool
) -> None:
    people = [person("a", absent_from=since, absent_to=until, successor="b")]
    assert asked(people) == ("b" if away else "a")


def test_successors_stand_in_down_the_chain() -> None:
    people = [absent("a", "b"), absent("b", "c", "manager"), person("c", "manager")]
    assert asked(people) == "c"


@pytest.mark.parametrize("successor", [None, "a", "b"])
def test_where_the_chain_ends_the_fallback_is_asked(successor: str | None) -> None:
    people = [absent("a", successor), absent("b", "a", "x"), person("m", "manager")]
    adviser = Role("adviser", fallback="manager")
    assert asked(people, adviser, Role("manager")) == "m"
    assert asked(people, Role("adviser")) is None


def test_an_absent_own_person_is_not_replaced_by_the_role() -> None:
    people = [absent("a"), person("b"), person("m", "manager")]
    adviser = Role("adviser", fact="owner", fallback="manager")
    assert asked(people, adviser, Role("manager"), owner="a") == "m"


def test_the_absent_keep_their_share_of_customers() -> None:
    people = [absent("a", "z"), person("b")]
    for customer in ("1", "2", "3", "4"):
        assert asked(people, customer=customer) == "zb"[bucket(customer) % 2]


def test_fallbacks_that_turn_in_a_circle_have_nobody() -> None:
    roles = Role("adviser", fallback="manager"), Role("manager", fallback="adviser")
    assert asked([], *roles) is None
    assert asked([person("m", "manager")], *roles) == "m"


# Somebody who is not to be asked


def spared(
    people: Sequence[Person], not_to: str, *roles: Role, customer: str = "1", **facts: str
) -> str | None:
    told = roles or (Role("adviser"),)
    staff = Staff({role.name: role for role in told}, people, TODAY)
    return owner(told[0].name, customer, facts, staff, (not_to,))


def test_the_pool_is_taken_without_who_is_not_to_be_asked() -> None:
    people = [person("a"), person("b"), person("c")]
    for customer in ("1", "2", "3", "4"):
        assert spared(people, "b", customer=customer) == "ac"[bucket(customer) % 2]
    assert spared([person("b")], "b") is None


def test_a_place_in_the_pool_is_of_whoever_stands_in() -> None:
    for customer in ("1", "2", "3", "4"):
        assert (
            spared([absent("a", "b"), person("b"), person("c")], "b", customer=customer) == "c"
        )
        assert spared([absent("b", "c"), person("c")], "b", customer=customer) == "c"


def test_an_own_person_who_is_not_to_be_asked_is_nobody() -> None:
    own, manager = Role("adviser", fact="owner", fallback="manager"), Role("manager")
    people = [person("a"), person("b"), person("m", "manager")]
    assert spared(people, "b", own, manager, owner="b") == "m"
    assert spared(people, "a", own, manager, owner="b") == "b"
    assert spared([absent("a", "b"), *people[1:]], "b", own, manager, owner="a") == "m"
    assert spared(people, "m", own, manager, owner="m") is None


def test_where_nobody_is_left_others_are_asked_in_order_and_then_nobody() -> None:
    roles = {name: Role(name) for name in ("adviser", "manager", "gm")}
    people = [person("a"), person("m", "manager"), person("g", "gm")]
    staff = Staff(roles, people, TODAY)
    told = {"event.blamed": "a", "event.witness": "m", "owner": "g"}
    names = ("event.blamed", "event.witness", "owner")
    asked = [
        owner_of(
            Action(Verb.TASK, (), "adviser", not_to=names[:n], instead=("manager", "gm")),
            "1",
            {},
            told,
            staff,
        )
        for n in range(4)
    ]
    assert asked == ["a", "m", "g", None]
