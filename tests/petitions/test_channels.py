"""What 信访工作条例 18 ¶1 has published."""

from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests.people import Town


def test_the_ways_in_are_public(town: Town, client: Client) -> None:
    """Address, telephone, hours, who receives, how to ask, the procedure and its terms: to anybody, and to be found."""
    page = client.get(reverse("petition_channels")).content.decode()
    for words in (
        settings.TOWN["address"], settings.TOWN["postcode"], settings.TOWN["phone"], "08:30—12:00、14:00—17:30",
        "收到之日起 15 日内", "受理之日起 60 日内", "收到之日起 30 日内", "《信访工作条例》",
        reverse("lookup"), reverse("roster_public", args=["reception"]),
    ):  # fmt: skip
        assert words in page, words
    assert reverse("petition_channels") in client.get(reverse("lookup")).content.decode()
