"""A sales team: who is in it, when it met, which figures it froze."""

import datetime as dt

from medsales_core.model.enums import MeetingKind, SnapshotKind
from medsales_core.model.evidence import EvidenceRef
from medsales_core.model.fields import entity, fact

__all__ = ["StaffMember", "Team", "TeamMeeting", "TeamSnapshot"]


@entity
class StaffMember:
    """A person on the staff list, by staff number. Source: S9-3; inferred."""

    id: str = fact("staff number", "员工编号")
    role_id: str | None = fact("role", "岗位", default=None)
    joined_on: dt.date | None = fact("joined on", "加入日期", default=None, role="valid-from")
    left_on: dt.date | None = fact("last day", "离开日期", default=None, role="valid-to")


@entity
class TeamMeeting:
    """A meeting of the team that was held, with its minutes. Source: P59d."""

    id: str = fact("meeting number", "会议编号")
    kind: MeetingKind | None = fact("kind", "会议类型", default=None, source="P59d")
    held_on: dt.date | None = fact("held on", "召开日期", default=None, source="P59d")
    led_by: str | None = fact("led by", "主持人", default=None)
    minutes: EvidenceRef | None = fact("minutes", "会议纪要", default=None, source="P59d")


@entity
class TeamSnapshot:
    """Figures of the team as they were on a day, frozen: a digest proves that nobody changed them. Source: inferred."""

    id: str = fact("snapshot number", "快照编号")
    kind: SnapshotKind | None = fact("figures", "数据类型", default=None)
    taken_on: dt.date | None = fact("taken on", "生成日期", default=None)
    sha256: str | None = fact("SHA-256 digest", "SHA-256摘要", default=None)
    changed_on: dt.date | None = fact("changed afterwards on", "事后修改日期", default=None)
    document: EvidenceRef | None = fact("document", "文件", default=None)


@entity
class Team:
    """A sales team. Source: P59d; inferred."""

    id: str = fact("team number", "团队编号")
    name: str | None = fact("name", "团队名称", default=None)
    manager_id: str | None = fact("manager", "主管", default=None)
    members: tuple[StaffMember, ...] = fact("members", "成员", default=())
    meetings: tuple[TeamMeeting, ...] = fact("meetings", "会议", default=(), source="P59d")
    snapshots: tuple[TeamSnapshot, ...] = fact("snapshots", "数据快照", default=())
