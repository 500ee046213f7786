"""What of a list's address is kept under a name: its conditions and its order, checked by the list's own form."""

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict

from core.models import Matter
from core.procedure.listing import Listing
from core.procedure.paging import ORDERS


def query_of(listing: Listing, address: Mapping[str, str], form: Any = None) -> str:
    """The address without the place in it and whatever the list does not know; '' for a fixed view as it is.

    `form`: the list's own, where it has been made. ValueError: a condition is nonsense.
    """
    form = form or listing.filters(address, Matter.objects.none()).form
    if not form.is_valid():
        raise ValueError("筛选条件有误，请在清单上改好再保存。")
    conditions = {name: address[name] for name in form.fields if form.cleaned_data[name] not in (None, "")}
    sort = address.get("sort", "")
    if sort in {order.name for order in ORDERS}:
        conditions["sort"] = sort
    if not conditions:
        return ""
    query = QueryDict(mutable=True)
    query.update({"view": listing.view(address.get("view")).name, **conditions})
    return query.urlencode()
