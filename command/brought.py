"""What people bring to the office: the kinds that are registered at a counter. Campaigns, reviews and reports are about these."""

from core.procedure.procedure import procedures


def kinds() -> dict[str, str]:
    """Label by kind; not what is sealed at every stage, of which even one is too many to be told of."""
    return {
        one.kind: one.label
        for one in procedures()
        if one.intake and not one.workflow.live <= one.workflow.walled
    }


def kind_choices() -> list[tuple[str, str]]:
    """The same, to choose from."""
    return [("", "请选择"), *kinds().items()]
