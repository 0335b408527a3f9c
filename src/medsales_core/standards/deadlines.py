"""By when something must be done: reports of adverse events, recall notices, answers and help.

The numbers are thresholds of the playbook, found by their names, so that a company's layer, or a new place, needs
no code: ``adverse-report-PLACE-SEVERITY``, ``recall-notice-CLASS``, ``complaint-answer``.
"""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Final

import attrs

from medsales_core.errors import ValueRefused
from medsales_core.model.company import SlaPolicy
from medsales_core.model.enums import AdverseSeverity
from medsales_core.model.fields import changed
from medsales_core.model.service import ServiceTicket
from medsales_core.model.vigilance import AdverseEvent, Complaint, Recall
from medsales_core.rules.calendar import Calendar
from medsales_core.standards.limits import Thresholds, due, the
from medsales_core.standards.working_hours import WorkingHours

__all__ = [
    "ServiceTimes",
    "adverse_event_due",
    "complaint_answer_due",
    "policy_for",
    "recall_notice_due",
    "service_times",
    "with_due_times",
]

_GROUP: Final = "adverse-report-{place}-group"


def adverse_event_due(event: AdverseEvent, thresholds: Thresholds, calendar: Calendar) -> dt.datetime | None:
    """When an adverse event must have been reported, None where its place sets no clock for it.

    China: a death within 7 days, a serious injury or one that may have become so within 20 [P39]. EU: a serious
    public health threat within 2 days, a death or unanticipated serious deterioration 10, another serious incident
    15 [P69]; a second source with 15 and 30 days is wrong. Where several people are harmed, the shorter of that
    clock (12 hours in China, not confirmed [K]) and its own counts.

    Args:
        event: The event; its place, severity and the moment we knew of it are needed.

        thresholds: Those of the playbook.

        calendar: Which days are worked.

    Raises:
        ValueRefused: Place, severity or moment is missing.
        UnknownName: The playbook has no clock for that place and severity.
    """
    if event.jurisdiction is None or event.severity is None or event.aware_at is None:
        raise ValueRefused(
            f"adverse event {event.id!r} has no due date without jurisdiction, severity and aware_at",
            hint="record where it is to be reported, how grave it is and when we knew of it",
        )
    place = event.jurisdiction.lower()
    names = [] if event.severity is AdverseSeverity.OTHER else [f"adverse-report-{place}-{event.severity}"]
    if event.group_event and (group := _GROUP.format(place=place)) in thresholds:
        names.append(group)
    return min((due(event.aware_at, the(name, thresholds), calendar) for name in names), default=None)


def recall_notice_due(recall: Recall, thresholds: Thresholds, calendar: Calendar) -> dt.datetime:
    """When every consignee must have been told of a recall: class 1 in 1 day, 2 in 3, 3 in 7 [P40].

    Raises:
        ValueRefused: The class, or when it was decided, is missing.
        UnknownName: The playbook has no clock for that class.
    """
    if recall.recall_class is None or recall.decided_at is None:
        raise ValueRefused(
            f"recall {recall.id!r} has no due date without recall_class and decided_at",
            hint="record its class and when it was decided",
        )
    return due(recall.decided_at, the(f"recall-notice-{recall.recall_class}", thresholds), calendar)


def complaint_answer_due(complaint: Complaint, thresholds: Thresholds, calendar: Calendar) -> dt.datetime:
    """When a complaint must have been answered and filed: the company's own number, no rule fixes it [P42b].

    Raises:
        ValueRefused: When it was received is missing.
    """
    if complaint.received_at is None:
        raise ValueRefused(f"complaint {complaint.id!r} has no due date without received_at")
    return due(complaint.received_at, the("complaint-answer", thresholds), calendar)


@attrs.frozen
class ServiceTimes:
    """By when a ticket is to be responded to, visited and solved; None where nothing was promised."""

    response: dt.datetime | None = None
    onsite: dt.datetime | None = None
    restored: dt.datetime | None = None


def policy_for(
    ticket: ServiceTicket, policies: Iterable[SlaPolicy], product_id: str | None = None
) -> SlaPolicy | None:
    """The service level of a ticket on the day it was reported: the one it names, else the one of its product, else of all."""
    day = ticket.reported_at.date() if ticket.reported_at else None
    valid = [policy for policy in policies if _is_valid(policy, day)]
    if ticket.sla_id is not None:
        return next((policy for policy in valid if policy.id == ticket.sla_id), None)
    own = (policy for policy in valid if product_id in policy.product_ids)
    return next(own, None) or next((policy for policy in valid if not policy.product_ids), None)


def _is_valid(policy: SlaPolicy, day: dt.date | None) -> bool:
    if day is None or policy.valid_from is None:
        return False
    return policy.valid_from <= day and (policy.valid_to is None or day <= policy.valid_to)


def service_times(ticket: ServiceTicket, policy: SlaPolicy, hours: WorkingHours) -> ServiceTimes:
    """When help is due by the hours of *policy*, counted in working time from the report on [P41].

    Raises:
        ValueRefused: When the ticket was reported is missing.
    """
    reported = ticket.reported_at
    if reported is None:
        raise ValueRefused(f"ticket {ticket.id!r} has no due times without reported_at")

    def after(promised: Decimal | int | None) -> dt.datetime | None:
        return hours.add(reported, promised) if promised is not None else None

    return ServiceTimes(after(policy.response_hours), after(policy.onsite_hours), after(policy.restore_hours))


def with_due_times(ticket: ServiceTicket, policy: SlaPolicy, hours: WorkingHours) -> ServiceTicket:
    """*ticket* with the times at which help is due; what it says already stays."""
    times = service_times(ticket, policy, hours)
    return changed(
        ticket,
        response_due_at=ticket.response_due_at or times.response,
        onsite_due_at=ticket.onsite_due_at or times.onsite,
        restore_due_at=ticket.restore_due_at or times.restored,
    )
