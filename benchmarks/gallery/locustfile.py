# SPDX-License-Identifier: MIT
# Users who ask for a table, and now and then for the first page.
from locust import HttpUser, between, task


class Reader(HttpUser):
    wait_time = between(0.01, 0.05)

    @task(4)
    def table(self):
        self.client.get("/table")

    @task(1)
    def home(self):
        self.client.get("/")
