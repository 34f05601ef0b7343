"""What is done to a PostgreSQL store from outside: judged while others write, brought over while nobody does."""

from collections.abc import Iterator

import psycopg

from tongmai.base.outcome import Refused, refuse
from tongmai.fhir.definitions import Definitions
from tongmai.store.postgres.schema import check_server, exists
from tongmai.store.postgres.session import PostgresSession, connected
from tongmai.store.postgres.store import moment, told
from tongmai.store.postgres.writing import WritingSession
from tongmai.store.sql import soundness
from tongmai.store.sql.migrating import Progress, check_edition, migrate
from tongmai.store.sql.packing import Packer
from tongmai.store.sql.reading import Reading
from tongmai.store.sql.schema import Names


def faults(url: str, definitions: Definitions, of: soundness.Of = "all") -> Iterator[str]:
    """What is wrong with the store, one line each, as it stands at one moment; nothing where there is none yet."""
    try:
        with told(), connected(url) as connection, moment(connection):
            session = PostgresSession(connection)
            if not exists(session):
                return
            check_edition(session)
            types = {name: pk for pk, name in session.execute("SELECT pk, name FROM type")}
            yield from soundness.faults(session, Reading(session, Names(types, {}), Packer(session)), definitions, of)
    except Refused as refused:
        yield from (issue.told("zh") + " " + issue.words.en for issue in refused.issues)
    except psycopg.Error as error:
        yield f"PostgreSQL: {error}"


def bring_over(url: str) -> Iterator[Progress]:
    """Told after each step; what is interrupted goes on from there the next time. Nothing is done before it is known
    that the edition can be brought over and that nobody has the store open. How much room the server's disk has cannot
    be asked from here.

    Refused: not-found, conflict, unsupported (a newer program's store), busy (no server).
    """
    with told():
        session = WritingSession(url)
        try:
            check_server(session)
            if not exists(session):
                raise refuse("not-found", "该数据库中没有记录库", "no records in this database", where="--store")
            with session.alone():
                yield from migrate(session)
        finally:
            session.connection.close()
