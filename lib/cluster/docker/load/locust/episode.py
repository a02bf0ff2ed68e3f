"""
What both ways of sending share: the channel to the parent, the requests of an episode, and how one of them is sent and
reported. Locust loads rate.py or users.py, which import this.

The parent holds the other end of socket 3 and writes JSON lines:
  {"command": "prepare", "host", "port", "path", "times", "demands", "users", "interval", "thinkTime"}   answered
  by "prepared"
  {"command": "begin", "origin"}   s of CLOCK_MONOTONIC
  {"command": "end"}               answered by "ended" once nothing is in flight
It reads "up VERSION" when Locust runs, then a line a request sent, "S id sentAt", and one a request finished,
"F id responseTime server status demand": times in s, server -1 and status 0 where no answer came. While an episode runs, "B now"
ten times a second: all that was sent by then (s of CLOCK_MONOTONIC) has been told before. When the parent is gone, so is
this process.
"""

import gc
import json
import os
import socket
from http.client import HTTPException
from random import Random
from time import monotonic

import gevent
from gevent.event import Event
from geventhttpclient.connectionpool import ConnectionPool
from geventhttpclient.response import HTTPSocketPoolResponse

from locust import __version__ as version
from locust import events

# Reports leave this often, in s.
REPORT_INTERVAL = 0.02
# Signs of life come this often, in s.
BEAT_INTERVAL = 0.1
# A request without an answer for this long, in s, has failed.
TIMEOUT = 30
# Most requests in flight: more than any fleet holds, fewer than would eat the machine. Further ones fail unsent.
MOST_IN_FLIGHT = 2000


class Channel:
    """Lines to the parent, gathered for a moment before they leave, and commands from it."""

    def __init__(self):
        self._socket = socket.socket(fileno=3)
        self._lines = []
        self._filled = Event()
        gevent.spawn(self._report)

    def write(self, line):
        self._lines.append(line)
        self._filled.set()

    def commands(self):
        with self._socket.makefile("r") as lines:
            try:
                for line in lines:
                    yield json.loads(line)
            except OSError:
                pass
        os._exit(0)

    def _report(self):
        while True:
            self._filled.wait()
            gevent.sleep(REPORT_INTERVAL)
            self._filled.clear()
            lines, self._lines = self._lines, []
            try:
                self._socket.sendall("".join(lines).encode())
            except OSError:
                os._exit(0)


class Episode:
    """One episode: its requests, when it began, and what is in flight."""

    def __init__(self, channel, command):
        self.times = command["times"]
        self.demands = command["demands"]
        self.users = command["users"]
        self.interval = command["interval"]
        self._think_rate = 1 / command["thinkTime"]
        # Seeded by the schedule.
        self._thoughts = Random(repr(self.demands[:1]))
        self.origin = None
        self.begun = Event()
        self.is_over = False
        self.sent = 0
        self.in_flight = 0
        self._channel = channel
        host, port = command["host"], command["port"]
        self._pool = ConnectionPool(
            host, port, host, port, size=MOST_IN_FLIGHT, connection_timeout=TIMEOUT, network_timeout=TIMEOUT
        )
        self._head = f"GET {command['path']} HTTP/1.1\r\nhost: {host}:{port}\r\nx-demand: "

    def runs(self):
        return self.begun.is_set() and not self.is_over

    def think(self):
        """How long a user thinks before the next request, in s."""
        return self._thoughts.expovariate(self._think_rate)

    def send(self):
        """Sends the next request and waits for its answer."""
        number = self.sent
        self.sent += 1
        self.in_flight += 1
        demand = self.demands[number % len(self.demands)]
        started = monotonic()
        self._channel.write(f"S {number} {started - self.origin!r}\n")
        server, status, length, error = -1, 0, 0, None
        try:
            server, status, length = self._exchange(f"{self._head}{demand!r}\r\n\r\n".encode())
        except (OSError, ValueError, HTTPException) as failure:  # no connection, a timeout, a broken answer
            error = failure
        duration = monotonic() - started
        self.in_flight -= 1
        if status >= 400:
            error = RuntimeError(f"status {status}")
        events.request.fire(
            request_type="GET",
            name="/",
            response_time=duration * 1000,
            response_length=length,
            exception=error,
            context={"line": f"F {number} {duration!r} {server} {status} {demand!r}\n"},
        )

    def _exchange(self, request):
        if self.in_flight > MOST_IN_FLIGHT:
            raise OSError(f"more than {MOST_IN_FLIGHT} requests are in flight")
        # Nothing is sent twice: a client that retries by itself would hide lost requests.
        connection = self._pool.get_socket()
        try:
            connection.sendall(request)
        except BaseException:
            self._pool.release_socket(connection)
            raise
        response = HTTPSocketPoolResponse(connection, self._pool)
        body = response.read()
        server = response.get("x-server") or ""
        return int(server) if server.isdigit() else -1, response.get_code(), len(body)

    def beat(self):
        """Tells that it is alive until the episode is over."""
        while not self.is_over:
            self._channel.write(f"B {monotonic()!r}\n")
            gevent.sleep(BEAT_INTERVAL)

    def wait_until_idle(self):
        while self.in_flight > 0:
            gevent.sleep(0.005)

    def close(self):
        self._pool.close()


class Episodes:
    """The episode that is prepared or runs, as the parent commands."""

    def __init__(self):
        self.current = None
        self.prepared = Event()
        self._channel = Channel()
        events.request.add_listener(lambda context, **_: self._channel.write(context["line"]))
        gevent.spawn(self._obey)

    def announce(self):
        self._channel.write(f"up {version}\n")

    def _obey(self):
        for command in self._channel.commands():
            getattr(self, f"_{command['command']}")(command)

    def _prepare(self, command):
        self.current = Episode(self._channel, command)
        self.prepared.set()
        # The schedule stays: the collector needn't walk over it while requests are timed.
        gc.collect()
        gc.freeze()
        self._channel.write("prepared\n")

    def _begin(self, command):
        self.current.origin = command["origin"]
        self.current.begun.set()
        gevent.spawn(self.current.beat)

    def _end(self, _):
        self.prepared.clear()
        episode = self.current
        episode.is_over = True
        episode.begun.set()
        episode.wait_until_idle()
        episode.close()
        self._channel.write("ended\n")


episodes = Episodes()
