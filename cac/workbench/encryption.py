"""Encrypt a store that is not: every text in one transaction, then the file without what it held before."""

from __future__ import annotations

from sqlalchemy import select

from cac.errors import Conflict
from cac.workbench.records import Actor
from cac.workbench.retention import rewrite
from cac.workbench.sealing import Key, KeyBox, new_key
from cac.workbench.store import SECRET_PLACE, Store
from cac.workbench.tables import FIXED, StoreRow


def encrypt(store: Store, actor: Actor, key: Key) -> bool:
    """Encrypt every text of the store under ``key``; whether the file was rewritten (as in `retention.Pruned`).

    Texts are notes with their names, suggestions, addenda, comments and messages. Codes, offsets, times and names of
    users stay readable. Other programs must open the store anew.

    Raises:
        Forbidden.
        Conflict: "encrypted", when it is encrypted already.
    """
    actor.need("manage")
    inner, wrapped, how = new_key(key, store.uid)
    box = KeyBox(inner)
    with store.writing(actor.name) as work:
        row = work.session.scalars(select(StoreRow)).one()
        if row.wrapped is not None:
            raise Conflict("encrypted", "The store is encrypted already.")
        row.secret, row.wrapped, row.how = box.wrap_again(SECRET_PLACE, row.secret), wrapped, how
        for table in FIXED:
            if not table.SEALED:
                continue
            for id in work.session.scalars(select(table.id)).all():
                each = work.session.get_one(table, id)
                for column in table.SEALED:
                    if (blob := getattr(each, column)) is not None:
                        place = f"{table.__tablename__}.{column}/{each.id}"
                        setattr(each, column, box.wrap_again(place, blob))
                work.session.flush()
                work.session.expunge(each)
        work.log("store.encrypted", {"store": store.uid})
    store.replaced(row, box)
    return rewrite(store)
