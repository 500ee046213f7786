"""What each way of service asks (民事诉讼法 arts. 88–91, 95, by analogy); every refusal is a sentence.

Whoever has no full capacity is served through who acts for them, whichever the way; an agent receives only what the
mandate covers (core.parties.capacity).
"""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any, TypeAlias

from core.models import ElectronicConsent, Party, Representation, Service
from core.parties import capacity
from core.service.serving import ToServe
from core.values.refused import Refused

Data = Mapping[str, Any]
Way: TypeAlias = Service.Way
PUBLISHED_FOR = timedelta(days=30)  # 民事诉讼法 art. 95
TO_GUARDIAN = "没有完全民事行为能力的，文书送达法定代理人。请选法定代理人签收；还没有登记的，先“登记监护人”。"
NO_MANDATE = "授权不含“代收文书”，不能由其签收，应当送交本人。"
UNREACHABLE = "该当事人不能直接联系，请在中心当面送达，或者送达其代理人。"
NO_WITNESS = "拒绝签收的，要有见证人，请写明见证人姓名；没有见证人的，文书留在住所并拍照、录像。"
NO_CONSENT = "电子送达要先经本人同意，请先“登记电子送达同意”。"
NOT_LAST = "公告送达是最后的办法：要有一次其他方式没有送达，或者本人下落不明。"


def consent(party: Party, matter: Any, on: date) -> ElectronicConsent | None:
    """The consent to be served electronically that stands on a day."""
    last = matter.electronic_consents.filter(party=party, given_on__lte=on).order_by("given_on", "id").last()
    return last if last and last.agrees else None


def served_on(way: str, on: date) -> date:
    """From which day it counts as served."""
    return on + PUBLISHED_FOR if way == Way.PUBLICATION else on


def refuse_if_unfit(matter: Any, paper: ToServe, party: Party, data: Data, on: date) -> None:
    """Raises Refused for a way that may not be gone, or does not serve this party."""
    way, through, failed = Way(data["way"]), data.get("through"), data.get("failed")
    if failed and way in (Way.LEFT, Way.PUBLICATION):
        raise Refused("留置、公告的没有“没有送达”；上门没有见到人的，按直接送达登记。", "failed")
    if not party.may_be_reached() and not through and way in FROM_AFAR:
        raise Refused(UNREACHABLE, "way")
    if not failed and way != Way.PUBLICATION:
        _refuse_receiver(party, through, on)
    ASKS[way](matter, paper, party, data, on)


FROM_AFAR = (Way.HOUSEHOLD, Way.POST, Way.PUBLICATION)


def _refuse_receiver(party: Party, through: Representation | None, on: date) -> None:
    if through is None:
        if capacity.is_ward(party, on):
            raise Refused(TO_GUARDIAN, "through")
    elif through.principal_id != party.pk or not through.lasts(on):
        raise Refused("所选的代理人当天不代理这位当事人，请核对。", "through")
    elif why := capacity.why_not_for(party, through, on, Representation.Scope.PAPERS, NO_MANDATE):
        raise Refused(why, "through")


def _need(data: Data, field: str, sentence: str) -> None:
    if not data.get(field):
        raise Refused(sentence, field)


def _direct(matter: Any, paper: ToServe, party: Party, data: Data, on: date) -> None:
    if party.is_organisation:
        raise Refused("单位的文书由法定代表人、主要负责人或者负责收件的人签收。", "way")
    if data.get("through"):
        raise Refused("由代理人签收的，方式请选代理人签收。", "way")


def _household(matter: Any, paper: ToServe, party: Party, data: Data, on: date) -> None:
    if party.is_organisation:
        raise Refused("单位没有同住的家属，请选单位签收。", "way")
    if data.get("failed"):
        return
    _need(data, "receiver", "请写明签收的家属姓名。")
    _need(data, "relation", "请写明签收人与受送达人的关系；应当是同住的成年家属。")
    if data["receiver"] in {other.name for other in capacity.against(party, on)}:
        raise Refused("对方当事人和代理对方的人不能代为签收。", "receiver")


def _unit(matter: Any, paper: ToServe, party: Party, data: Data, on: date) -> None:
    if not party.is_organisation:
        raise Refused("受送达人是个人，不能由单位签收。", "way")
    if not data.get("failed"):
        _need(data, "receiver", "请写明签收人姓名。")
        _need(data, "relation", "请写明签收人的职务（法定代表人、负责收件的人）。")


def _agent(matter: Any, paper: ToServe, party: Party, data: Data, on: date) -> None:
    _need(data, "through", "请选由哪位代理人签收；没有登记的，先登记监护人、授权委托或者单位代表。")


def _left(matter: Any, paper: ToServe, party: Party, data: Data, on: date) -> None:
    """Witnessed by somebody of the village, the community or the unit; or left at home and photographed (art. 89)."""
    _need(data, "refused_for", "请写明拒签原因。")
    if not data.get("witness") and not data.get("pictured"):
        raise Refused(NO_WITNESS, "witness")
    if data.get("witness"):
        _need(data, "witness_post", "请写明见证人的单位、职务（村、居民委员会或者所在单位的代表）。")
        if data["witness"] in {one.name for one in matter.people}:
            raise Refused("当事人和代理人不能做见证人。", "witness")


def _post(matter: Any, paper: ToServe, party: Party, data: Data, on: date) -> None:
    _need(data, "sent_on", "请写明寄出日期。")
    _need(data, "tracking", "请写明邮件号。")


def _electronic(matter: Any, paper: ToServe, party: Party, data: Data, on: date) -> None:
    if consent(party, matter, on) is None:
        raise Refused(NO_CONSENT, "way")


def _publication(matter: Any, paper: ToServe, party: Party, data: Data, on: date) -> None:
    """Nobody else may read what is sealed; and only where nothing else has helped (art. 95)."""
    if matter.sealed:
        raise Refused("封闭的事项不能公告送达。", "way")
    _need(data, "place", "请写明在哪里公告（报纸、公告栏、网站）。")
    rows = matter.services.all()
    tried = any(row.paper == paper.pk and row.party_id == party.pk and row.failed for row in rows)
    if not tried and not data.get("unknown"):
        raise Refused(NOT_LAST, "unknown")


Asks = Callable[[Any, ToServe, Party, Data, date], None]
ASKS: Mapping[Way, Asks] = {
    Way.DIRECT: _direct,
    Way.HOUSEHOLD: _household,
    Way.UNIT: _unit,
    Way.AGENT: _agent,
    Way.LEFT: _left,
    Way.POST: _post,
    Way.ELECTRONIC: _electronic,
    Way.PUBLICATION: _publication,
}
