"""Accounts, sessions, lock-out, tokens: who gets in, for how long, and what is kept of it."""

from __future__ import annotations

import json
import threading

import pytest

from cac.errors import CacError, Conflict, Forbidden, Invalid, NotFound, SignInError
from cac.workbench import audit, passwords, people, sessions, tokens
from cac.workbench.records import Actor
from cac.workbench.settings import Settings
from cac.workbench.store import Store
from tests.workbench.conftest import ADMIN, ANN, EVE, Clock

PASSWORD = "correct horse battery"


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Argon2 at its cheapest: what is proved here does not hang on its cost."""
    from argon2 import PasswordHasher

    monkeypatch.setattr(passwords, "hasher", lambda: PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    passwords.nobody.cache_clear()


@pytest.fixture
def ann(store: Store) -> Store:
    people.add_user(store, ADMIN, "Ann", "coder", PASSWORD)
    return store


def code(kind: type[CacError], call, *arguments) -> str:  # type: ignore[no-untyped-def]
    with pytest.raises(kind) as caught:
        call(*arguments)
    assert PASSWORD not in caught.value.message
    return caught.value.code


def test_who_signs_in_is_who_the_session_is(ann: Store) -> None:
    signed = sessions.sign_in(ann, " ANN ", PASSWORD)
    assert signed.actor == sessions.session_actor(ann, signed.token) == Actor(name="user:ann", role="coder")
    sessions.sign_out(ann, signed.token)
    sessions.sign_out(ann, signed.token)
    assert code(SignInError, sessions.session_actor, ann, signed.token) == "expired"


def test_neither_passwords_nor_tokens_are_kept(ann: Store) -> None:
    from sqlalchemy import text

    signed, token = sessions.sign_in(ann, "ann", PASSWORD), tokens.create_token(ann, ADMIN, "ehr")
    with ann.reading() as session:
        kept = [
            str(session.execute(text(f'SELECT * FROM "{name}"')).all())
            for name in ("users", "sessions", "tokens", "audit", "attempts")
        ]
    assert "$argon2id$" in kept[0]
    for secret in (PASSWORD, signed.token, token, token.removeprefix("cac_")):
        assert not any(secret in rows for rows in kept)


@pytest.mark.parametrize("name", ["ann", "nobody", "\ud800", "", "x" * 5000, "ann' OR 1=1 --"])
def test_a_wrong_name_or_password_says_the_same(ann: Store, name: str) -> None:
    assert code(SignInError, sessions.sign_in, ann, name, "wrong password") == "wrong"
    with pytest.raises(SignInError) as caught:
        sessions.sign_in(ann, name, "x" * 5000)
    assert caught.value.message == "The name or the password is wrong."


@pytest.mark.parametrize("name", ["ann", "nobody"])
def test_after_too_many_failures_a_name_is_locked_out_for_a_while(ann: Store, clock: Clock, name: str) -> None:
    for _ in range(ann.settings.failures):
        assert code(SignInError, sessions.sign_in, ann, name, "wrong password") == "wrong"
    for password in ("wrong password", PASSWORD):
        assert code(SignInError, sessions.sign_in, ann, name, password) == "locked_out"
    clock.on(minutes=ann.settings.locked_minutes - 1)
    assert code(SignInError, sessions.sign_in, ann, name, PASSWORD) == "locked_out"
    people.add_user(ann, ADMIN, "ben", "coder", PASSWORD)
    assert sessions.sign_in(ann, "ben", PASSWORD)  # others come in
    clock.on(minutes=2)
    if name == "ann":
        assert sessions.sign_in(ann, name, PASSWORD)
    locked = [json.loads(entry.subject) for entry in audit.log(ann, EVE) if entry.action == "user.locked_out"]
    assert locked == [{"user": name if name == "ann" else ""}]


def test_a_success_forgets_the_failures(ann: Store) -> None:
    for _ in range(3):
        for _ in range(ann.settings.failures - 1):
            assert code(SignInError, sessions.sign_in, ann, "ann", "wrong password") == "wrong"
        assert sessions.sign_in(ann, "ann", PASSWORD)


@pytest.mark.parametrize("settings", [Settings(failures=3)])
def test_many_guesses_at_once_are_no_more_than_a_few(ann: Store) -> None:
    codes: list[str] = []

    def guess() -> None:
        try:
            sessions.sign_in(ann, "ann", "wrong password")
        except SignInError as error:
            codes.append(error.code)

    threads = [threading.Thread(target=guess) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(codes) == ["locked_out"] * 7 + ["wrong"] * 3


def test_a_session_ends_when_nobody_works(ann: Store, clock: Clock) -> None:
    signed = sessions.sign_in(ann, "ann", PASSWORD)
    for _ in range(5):
        clock.on(minutes=ann.settings.idle_minutes - 1)
        sessions.session_actor(ann, signed.token)
    clock.on(minutes=ann.settings.idle_minutes + 1)
    assert code(SignInError, sessions.session_actor, ann, signed.token) == "expired"


@pytest.mark.parametrize("settings", [Settings(idle_minutes=60, session_hours=2)])
def test_a_session_ends_after_a_day_of_work(ann: Store, clock: Clock) -> None:
    signed = sessions.sign_in(ann, "ann", PASSWORD)
    for _ in range(2):
        clock.on(minutes=55)
        sessions.session_actor(ann, signed.token)
    clock.on(minutes=15)
    assert code(SignInError, sessions.session_actor, ann, signed.token) == "expired"


def test_a_disabled_user_is_out_at_once(ann: Store) -> None:
    signed = sessions.sign_in(ann, "ann", PASSWORD)
    assert people.any_users(ann)
    assert people.set_disabled(ann, ADMIN, "ANN", True).disabled
    assert not people.any_users(ann)
    assert code(SignInError, sessions.session_actor, ann, signed.token) == "expired"
    assert code(SignInError, sessions.sign_in, ann, "ann", PASSWORD) == "wrong"
    people.set_disabled(ann, ADMIN, "ann", False)
    assert sessions.sign_in(ann, "ann", PASSWORD)
    assert code(SignInError, sessions.session_actor, ann, signed.token) == "expired"


def test_the_last_administrator_stays(store: Store) -> None:
    people.add_user(store, ADMIN, "one", "administrator", PASSWORD)
    assert code(Conflict, people.set_disabled, store, ADMIN, "one", True) == "last"
    people.add_user(store, ADMIN, "two", "administrator", PASSWORD)
    people.set_disabled(store, ADMIN, "one", True)
    assert code(Conflict, people.set_disabled, store, ADMIN, "two", True) == "last"


def test_a_new_password(ann: Store) -> None:
    signed = sessions.sign_in(ann, "ann", PASSWORD)
    other = "another horse battery"
    people.set_password(ann, Actor(name="user:ann", role="coder"), "ann", other)
    assert code(SignInError, sessions.session_actor, ann, signed.token) == "expired"
    for _ in range(ann.settings.failures):
        assert code(SignInError, sessions.sign_in, ann, "ann", PASSWORD) == "wrong"
    assert code(SignInError, sessions.sign_in, ann, "ann", other) == "locked_out"
    people.set_password(ann, ADMIN, "ann", PASSWORD)  # which ends the lock-out
    assert sessions.sign_in(ann, "ann", PASSWORD)
    assert code(Forbidden, people.set_password, ann, Actor(name="user:ben", role="auditor"), "ann", other) == "role"
    assert code(NotFound, people.set_password, ann, ADMIN, "nobody", other) == "user"


@pytest.mark.parametrize("name", ["", " ", "a b", "Zoë", "x" * 33, "-ann", "ann\n.", "=cmd", "../ann"])
def test_names_that_are_none(file_store: Store, name: str) -> None:
    assert code(Invalid, people.add_user, file_store, ADMIN, name, "coder", PASSWORD) == "name"
    assert code(Invalid, tokens.create_token, file_store, ADMIN, name) == "name"


@pytest.mark.parametrize("password", ["", "short", "x" * 11, "x" * 1025])
def test_passwords_that_are_none(file_store: Store, password: str) -> None:
    assert code(Invalid, people.add_user, file_store, ADMIN, "ann", "coder", password) == "password"


def test_names_are_there_once(ann: Store) -> None:
    assert code(Conflict, people.add_user, ann, ADMIN, "ann", "auditor", PASSWORD) == "exists"
    assert code(Invalid, people.add_user, ann, ADMIN, "ben", "boss", PASSWORD) == "role"
    assert [(user.name, user.role, user.disabled) for user in people.users(ann, ADMIN)] == [("ann", "coder", False)]


@pytest.mark.parametrize("actor", [ANN, EVE])
def test_people_are_the_administrators_matter(file_store: Store, actor: Actor) -> None:
    for call in (
        lambda: people.add_user(file_store, actor, "x", "coder", PASSWORD),
        lambda: people.users(file_store, actor),
        lambda: people.set_disabled(file_store, actor, "x", True),
        lambda: tokens.create_token(file_store, actor, "x"),
        lambda: tokens.tokens(file_store, actor),
        lambda: tokens.revoke_token(file_store, actor, "x"),
    ):
        assert code(Forbidden, call) == "role"


def test_a_token_lets_in_until_it_is_revoked(store: Store, clock: Clock) -> None:
    token = tokens.create_token(store, ADMIN, "EHR", "auditor")
    assert tokens.token_actor(store, token) == Actor(name="token:ehr", role="auditor")
    assert code(Conflict, tokens.create_token, store, ADMIN, "ehr") == "exists"
    clock.on(hours=1)
    tokens.token_actor(store, token)
    tokens.revoke_token(store, ADMIN, "ehr")
    assert code(SignInError, tokens.token_actor, store, token) == "token"
    assert code(NotFound, tokens.revoke_token, store, ADMIN, "ehr") == "token"
    again = tokens.create_token(store, ADMIN, "ehr")
    assert again != token and tokens.token_actor(store, again).role == "coder"
    first, second = tokens.tokens(store, ADMIN)
    assert first.revoked and first.used and first.used > first.made and not second.revoked
    assert audit.verify(store).whole


@pytest.mark.parametrize("token", ["", "cac_", "cac_" + "x" * 43, "\ud800", "x" * 10_000])
def test_tokens_that_are_none(file_store: Store, token: str) -> None:
    assert code(SignInError, tokens.token_actor, file_store, token) == "token"
    assert code(SignInError, sessions.session_actor, file_store, token) == "expired"
