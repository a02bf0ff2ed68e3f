"""Open loop: each request is sent when it is due, whatever has become of the others. One Locust user sends them all."""

from time import monotonic

import gevent
from episode import episodes

from locust import User, task


class Sender(User):
    fixed_count = 1

    def on_start(self):
        episodes.announce()

    @task
    def send_episode(self):
        episodes.prepared.wait()
        episode = episodes.current
        episode.begun.wait()
        for due in episode.times:
            if episode.is_over:
                break
            wait = episode.origin + due - monotonic()
            if wait > 0:
                gevent.sleep(wait)
                if episode.is_over:
                    break
            gevent.spawn(episode.send)
        while not episode.is_over:
            gevent.sleep(0.05)
