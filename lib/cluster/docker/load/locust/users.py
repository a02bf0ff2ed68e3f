"""
Closed loop: as many users as the workload says, each of which sends, waits for the answer, thinks for an exponentially
distributed time, and sends again.
"""

from time import monotonic

import gevent
from episode import episodes

from locust import LoadTestShape, User, constant, events, task


@events.test_start.add_listener
def announce(**_):
    episodes.announce()


class Visitor(User):
    wait_time = constant(0)

    @task
    def visit(self):
        # Thinks first: users who come together wouldn't send together.
        gevent.sleep(episodes.current.think())
        episode = episodes.current
        if episode.runs():
            # Its own greenlet: the answer to a user who is sent away in the meantime still counts.
            gevent.spawn(episode.send).join()


class Crowd(LoadTestShape):
    """Users in each control step. Locust asks about once a second."""

    def tick(self):
        episode = episodes.current
        if episode is None or not episode.runs():
            return 0, 100
        step = int(max(0, monotonic() - episode.origin) / episode.interval)
        return episode.users[min(step, len(episode.users) - 1)], 100
