"""Each program that tests start comes up, hangs, dies and comes back, and leaves nothing behind."""

import http.client
import socket

import psycopg
import pytest

from tests import programs
from tests.programs.cluster import Cluster, Replica
from tests.programs.moto import BUCKET, Moto
from tests.programs.pgbouncer import PgBouncer
from tests.programs.process import _lives
from tests.programs.redis import Redis

# It believes whoever says that they have signed.
SIGNED = "AWS4-HMAC-SHA256 Credential=key/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=x"


def said_by_redis(running):
    with socket.create_connection(("127.0.0.1", running.port), timeout=1) as line:
        line.sendall(b"PING\r\n")
        return line.recv(100)


def asked_of_moto(running, method, body=None, **headers):
    connection = http.client.HTTPConnection("127.0.0.1", running.port)
    connection.request(method, f"/{BUCKET}/a.txt", body, headers)
    answer = connection.getresponse()
    said = answer.read()
    connection.close()
    return answer.status, said


def test_redis_hangs_dies_and_comes_back():
    programs.need("redis")
    with Redis() as running:
        assert said_by_redis(running) == b"+PONG\r\n"
        running.pause()
        with pytest.raises(TimeoutError):
            said_by_redis(running)
        running.go_on()
        running.kill()
        with pytest.raises(OSError, match="refused"):
            said_by_redis(running)
        running.start()
        assert said_by_redis(running) == b"+PONG\r\n"
        number = running.process.pid
    assert not _lives(number)
    assert not running.folder.exists()


def test_moto_takes_a_file_and_forgets_it():
    programs.need("moto")
    with Moto() as running:
        assert asked_of_moto(running, "PUT", b"kept") == (200, b"")
        assert asked_of_moto(running, "GET", Authorization=SIGNED) == (200, b"kept")
        assert asked_of_moto(running, "GET")[0] == 403
        running.forget_all()
        assert asked_of_moto(running, "GET", Authorization=SIGNED)[0] == 404


def test_a_replica_follows_is_held_back_and_outlives_its_primary():
    programs.need("postgres")
    with Cluster() as primary, Replica(primary) as replica:
        primary.ask("CREATE TABLE words (word text)")
        replica.wait_until_equal()
        assert replica.ask("SELECT * FROM words") == []
        replica.hold_back()
        primary.ask("INSERT INTO words VALUES ('later')")
        assert replica.ask("SELECT * FROM words") == []
        replica.follow()
        replica.wait_until_equal()
        primary.kill()
        assert replica.ask("SELECT * FROM words") == [("later",)]
        primary.start()
        assert primary.ask("SELECT * FROM words") == [("later",)]


def test_pgbouncer_gives_each_transaction_another_connection():
    programs.need("postgres", "pgbouncer")
    with Cluster() as cluster, PgBouncer(cluster) as pool:
        pool.spread()
        with psycopg.connect(pool.url(), autocommit=True, prepare_threshold=None) as client:
            servers = {client.execute("SELECT pg_backend_pid()").fetchone() for _ in range(12)}
    assert len(servers) == 4
