"""Approvals and attestations: short words for long sentences over the records of who agreed to what.

``approved`` and ``attested`` are read into the quantifiers and comparisons that everybody could write by hand,
so nothing behind the reader knows of them. What they stand for is written in one place, here, because a rule
that forgets one part of it (that nobody approves what they asked for) looks right and lets everything pass.
"""

from collections.abc import Mapping
from typing import Any, Final

import attrs

from medsales_core.model.evidence import Attestation
from medsales_core.model.quote import Approval
from medsales_core.rules.condition import AllOf, Condition, Distinct, Each, OneOf, Some
from medsales_core.rules.reading_fields import Place
from medsales_core.rules.reading_lists import ListReader
from medsales_core.rules.schema import FieldType, Kind, ResolvedPath, describe
from medsales_core.text import LangText, closest

__all__ = ["ApprovalReader"]

_APPROVED: Final = (
    "on", "where", "may_be_empty", "by_any", "by_all", "quorum", "for", "covers", "requester_may_not",
    "owner_may_not", "delegates_may", "names_version", "valid_on", "within",
)  # fmt: skip
_ATTESTED: Final = ("on", "statement", "by", "valid_on", "within")
_EXAMPLE: Final = '{ on = "deal.quotes", by_any = ["sales-manager"] }'
_LIMITS: Final[Mapping[Kind, str]] = {Kind.NUMBER: "up_to", Kind.MONEY: "up_to_amount"}


@attrs.frozen
class _Holder:
    """The record that keeps approvals or attestations.

    Args:
        entity: What it is.

        prefix: How its fields are reached from where the condition is asked: ``deal.``, or nothing for the
            record at hand.

        place: Where the condition stands, with the record at hand.

        listed: The list that it is one of, None where there is one alone.
    """

    entity: type
    prefix: str
    place: Place
    listed: ResolvedPath | None = None


@attrs.frozen
class ApprovalReader(ListReader):
    """Reads ``approved`` and ``attested``.

    Args:
        roles: The roles of the playbook, by id.
    """

    roles: Mapping[str, LangText] = attrs.field(factory=dict, kw_only=True)

    def approved(self, table: Any, place: Place) -> Condition | None:
        """The condition that what *table* names was approved, by whom it says."""
        if not self._is_table(table, _APPROVED, "approved", _EXAMPLE, place):
            return None
        holder = self._holder(table, "approvals", Approval, place)
        flags = {
            "requester_may_not": self._flag(table, "requester_may_not", place, default=True),
            "owner_may_not": self._flag(table, "owner_may_not", place),
            "delegates_may": self._flag(table, "delegates_may", place, default=True),
            "names_version": self._flag(table, "names_version", place),
        }
        sound = self._check_givers(table, place)
        if holder is None or None in flags.values() or not sound:
            return None
        counting = self._counting(table, flags, holder, place)
        if counting is None:
            return None
        part = self._given(table, counting, holder)
        if holder.listed is None or part is None:
            return part
        where, sound = self._where(holder.listed, table, place)
        return Each(holder.listed, where, part, table.get("may_be_empty") is True) if sound else None

    def attested(self, table: Any, place: Place) -> Condition | None:
        """The condition that somebody stated that a requirement is met."""
        if not self._is_table(table, _ATTESTED, "attested", "{ by = ['sales-manager'] }", place):
            return None
        statement = table.get("statement", place.own)
        if not isinstance(statement, str) or not statement.strip():
            self.error(
                place.under("statement") if "statement" in table else place, "missing-key",
                "'attested' needs 'statement', the id of what is stated", '{ statement = "no-overselling" }',
            )  # fmt: skip
            return None
        sound = "by" not in table or self._are_roles(table["by"], place.under("by"))
        holder = self._holder(table, "attestations", Attestation, place, default="deal")
        if holder is None or not sound:
            return None
        if holder.listed is not None:
            self.error(
                place.under("on"), "list-needs-quantifier", "'attested' is asked of one record", "each"
            )
            return None
        inside = holder.place.inside(Attestation)
        stated = {"requirement": {"equals": statement}, "upheld": {"equals": True}, "by_id": "filled"}
        part, dated = self.read(stated, inside), self._dated(table, "attested_on", inside, place)
        path = self.path(f"{holder.prefix}attestations", holder.place)
        if part is None or dated is None or path is None:
            return None
        by = (self._role_is("role_id", table["by"], inside),) if "by" in table else ()
        return Some(path, None, AllOf((*_parts(part), *by, *dated)))

    def _is_table(self, table: Any, known: tuple[str, ...], word: str, example: str, place: Place) -> bool:
        if isinstance(table, dict):
            return self._known(table, known, place)
        self.error(place, "wrong-type", f"{word!r} takes a table, not {table!r}", example)
        return False

    # Who is asked of -------------------------------------------------------------------------------------------

    def _holder(
        self, table: dict[str, Any], kept: str, entity: type, place: Place, default: str = ""
    ) -> _Holder | None:
        written = table.get("on", default if not place.scopes else "")
        here = place.under("on") if "on" in table else place
        if not written and place.scopes and "on" not in table:
            holder: _Holder | None = _Holder(place.scopes[-1], "", place)
        else:
            holder = self._named_holder(written, here, place)
        if holder is None:
            return None
        field = describe(holder.entity).get(kept)
        if field is None or field.type is not entity:
            keeper = written.rpartition(".")[0] or ("root.deal" if place.scopes else "deal")
            hint = f'name the record that keeps them, for example on = "{keeper}"'
            self.error(here, "none-kept", f"{holder.entity.__name__} keeps no {kept}", hint)
            return None
        return holder if self._check_list_words(table, holder, place) else None

    def _named_holder(self, written: Any, here: Place, place: Place) -> _Holder | None:
        if not isinstance(written, str) or not written:
            self.error(here, "missing-key", "what is it that was to be approved? 'on' names it", _EXAMPLE)
            return None
        path = self.path(written, here)
        if path is None:
            return None
        if path.type.kind is not Kind.RECORD:
            self.error(here, "not-records", f"{written!r} is a {path.type.kind}, not a record", _EXAMPLE)
            return None
        if path.many:
            return _Holder(path.type.type, "", place.inside(path.type.type), path)
        return _Holder(path.type.type, f"{written}.", place)

    def _check_list_words(self, table: dict[str, Any], holder: _Holder, place: Place) -> bool:
        if holder.listed is not None:
            return self._flag(table, "may_be_empty", place) is not None
        needless = [word for word in ("where", "may_be_empty") if word in table]
        for word in needless:
            self.error(
                place.under(word), "needless-key", f"{word!r} goes with 'on' and a list, and this is one"
            )
        return not needless

    def _flag(self, table: dict[str, Any], key: str, place: Place, *, default: bool = False) -> bool | None:
        value = table.get(key, default)
        if isinstance(value, bool):
            return value
        self.error(place.under(key), "wrong-type", f"{key!r} takes true or false, not {value!r}")
        return None

    # Who has to have agreed ------------------------------------------------------------------------------------

    def _check_givers(self, table: dict[str, Any], place: Place) -> bool:
        """Whether it says who must approve, and they exist."""
        if not any(word in table for word in ("by_any", "by_all", "quorum")):
            self.error(
                place, "missing-key", "'approved' needs by_any, by_all or quorum: whose word counts", _EXAMPLE
            )
            return False
        named = [word for word in ("by_any", "by_all") if word in table]
        sound = [self._are_roles(table[word], place.under(word)) for word in named]
        if "quorum" in table:
            sound.append(self._is_quorum(table["quorum"], place.under("quorum")))
        return all(sound)

    def _are_roles(self, names: Any, place: Place) -> bool:
        if not isinstance(names, list) or not names:
            self.error(place, "wrong-type", f"takes a list of roles, not {names!r}", '["sales-manager"]')
            return False
        # A list first: every wrong role is told, not the first alone.
        known = [self._is_role(name, names[:at], place.under(at)) for at, name in enumerate(names)]
        return all(known)

    def _is_role(self, name: Any, before: list[Any], place: Place) -> bool:
        if not isinstance(name, str) or name not in self.roles:
            near = closest(name, self.roles) if isinstance(name, str) else None
            hint = f"did you mean {near!r}?" if near else f"define [role.{name}]"
            self.error(place, "undefined-role", f"there is no role {name!r}", hint)
        elif name in before:
            self.error(place, "duplicate-value", f"role {name!r} is named twice", "take one out")
        else:
            return True
        return False

    def _is_quorum(self, quorum: Any, place: Place) -> bool:
        example = '{ of = ["finance", "legal"], at_least = 2 }'
        if not isinstance(quorum, dict) or not {"of", "at_least"} <= quorum.keys():
            self.error(
                place, "bad-quorum", "'quorum' takes 'of', roles, and 'at_least', how many people", example
            )
            return False
        flag = self._flag(quorum, "different_roles", place)
        sound = [
            self._known(quorum, ("of", "at_least", "different_roles"), place),
            self._are_roles(quorum["of"], place.under("of")),
            flag is not None,
        ]
        least = quorum["at_least"]
        if not isinstance(least, int) or isinstance(least, bool) or least < 1:
            problem = f"'at_least' takes a whole number from 1, not {least!r}"
        elif flag and isinstance(quorum["of"], list) and least > len(quorum["of"]):
            problem = f"{least} different roles cannot agree where only {len(quorum['of'])} are named"
        else:
            return all(sound)
        self.error(place.under("at_least"), "bad-quorum", problem, example)
        return False

    def _given(
        self, table: dict[str, Any], counting: tuple[Condition, ...], holder: _Holder
    ) -> Condition | None:
        """That enough approvals which count were given."""
        path = self.path(f"{holder.prefix}approvals", holder.place)
        inside = holder.place.inside(Approval)
        if path is None:
            return None
        asked = [table["by_any"]] if "by_any" in table else []
        asked += [[role] for role in table.get("by_all", ())]
        parts: list[Condition] = [
            Some(path, None, AllOf((self._role_is("approver_role", roles, inside), *counting)))
            for roles in asked
        ]
        if quorum := table.get("quorum"):
            where = AllOf((self._role_is("approver_role", quorum["of"], inside), *counting))
            fields = ["approver_id", *(["approver_role"] if quorum.get("different_roles") else [])]
            of = [self.path(field, inside) for field in fields]
            parts += [
                Distinct(path, where, field, quorum["at_least"], None) for field in of if field is not None
            ]
        return parts[0] if len(parts) == 1 else AllOf(tuple(parts))

    def _role_is(self, field: str, roles: list[str], inside: Place) -> Condition:
        path = self.path(field, inside)
        assert path is not None, "records of who agreed name their role"
        return OneOf(path, tuple(roles), among=True)

    # Which approvals count -------------------------------------------------------------------------------------

    def _counting(
        self, table: dict[str, Any], flags: Mapping[str, bool | None], holder: _Holder, place: Place
    ) -> tuple[Condition, ...] | None:
        """What makes an approval count, whoever gave it; None where a part of it could not be read."""
        inside = holder.place.inside(Approval)
        wanted: dict[str, Any] = {"decision": {"equals": "approved"}, "approver_id": "filled"}
        if "for" in table:
            if self._literal(table["for"], describe(Approval)["subject"], place.under("for")) is None:
                return None
            wanted["subject"] = {"equals": table["for"]}
        if "covers" in table:
            limit = self._limit(table["covers"], holder, place.under("covers"))
            if limit is None:
                return None
            wanted.update(limit)
        rules = [*_not_by(flags), _delegation(may=flags["delegates_may"] is True)]
        if "version" in describe(holder.entity):
            rules.append(
                _version(f"outer.{holder.prefix}version", must_be_named=flags["names_version"] is True)
            )
        elif flags["names_version"]:
            named = holder.entity.__name__
            self.error(place.under("names_version"), "needless-key", f"{named} has no version to be named")
            return None
        dated = self._dated(table, "decided_on", inside, place)
        if dated is None:
            return None
        part = self.read({**wanted, "all_of": rules}, inside)
        return (*_parts(part), *dated) if part is not None else None

    def _limit(self, covers: Any, holder: _Holder, place: Place) -> dict[str, Any] | None:
        """That what was granted reaches as far as what the record asks for."""
        if not isinstance(covers, dict) or not isinstance(covers.get("field"), str):
            self.error(
                place, "bad-covers", "'covers' takes 'field', what the approval must reach", '{ field = "discount" }'
            )  # fmt: skip
            return None
        fields, granted = describe(holder.entity), describe(Approval)
        field = self._field_of(fields, covers["field"], holder.entity, place.under("field"))
        if not self._known(covers, ("field", "up_to"), place) or field is None:
            return None
        limit = covers.get("up_to", _LIMITS.get(field.kind, ""))
        if limit == "":
            self.error(place.under("field"), "wrong-type", f"{field.named} has no size that could be covered")
            return None
        up_to = self._field_of(granted, limit, Approval, place.under("up_to"))
        if up_to is None or not self._comparable(up_to, field, place):
            return None
        return {limit: {"at_least": {"path": f"outer.{holder.prefix}{covers['field']}"}}}

    def _field_of(
        self, fields: Mapping[str, FieldType], name: Any, entity: type, place: Place
    ) -> FieldType | None:
        field = fields.get(name) if isinstance(name, str) else None
        if field is not None and not field.many:
            return field
        near = closest(str(name), fields)
        hint = f"did you mean {near!r}?" if near else f"known: {', '.join(fields)}"
        self.error(place, "undefined-field", f"{entity.__name__} has no {name!r} to compare", hint)
        return None

    def _dated(
        self, table: dict[str, Any], given_on: str, inside: Place, place: Place
    ) -> tuple[Condition, ...] | None:
        """That it is valid on the day and, where asked, not too old."""
        there = inside._replace(at=(*place.at, "valid_on"))
        parts = [self.valid_on(table.get("valid_on", "as_of"), there)]
        if "within" in table:
            path = self.path(given_on, inside)
            assert path is not None, "records of who agreed name their day"
            there = inside._replace(at=(*place.at, "within"))
            parts.append(self.scalar(path, "within", table["within"], there))
        kept = tuple(part for part in parts if part is not None)
        return kept if len(kept) == len(parts) else None


def _parts(condition: Condition) -> tuple[Condition, ...]:
    return condition.parts if isinstance(condition, AllOf) else (condition,)


def _not_by(flags: Mapping[str, bool | None]) -> list[dict[str, Any]]:
    """Neither who decided nor whom they stood in for is one of those who may not."""
    barred = [
        path
        for flag, path in (("requester_may_not", "requested_by"), ("owner_may_not", "root.deal.owner_id"))
        if flags[flag]
    ]
    return [rule for path in barred for rule in _differs(path)]


def _differs(path: str) -> list[dict[str, Any]]:
    other = {"differs": {"path": path}}
    return [{"approver_id": other}, {"any_of": [{"on_behalf_of": "empty"}, {"on_behalf_of": other}]}]


def _delegation(*, may: bool) -> dict[str, Any]:
    """Decided in person, or by a delegate whose delegation was valid on the day of the decision."""
    if not may:
        return {"on_behalf_of": "empty"}
    role = [{"role": "empty"}, {"role": {"equals": {"path": "outer.approver_role"}}}]
    delegation = {
        "principal_id": {"equals": {"path": "outer.on_behalf_of"}},
        "delegate_id": {"equals": {"path": "outer.approver_id"}},
        "any_of": role,
        "valid_on": {"path": "outer.decided_on"},
    }
    return {"any_of": [{"on_behalf_of": "empty"}, {"root.company.delegations": {"some": delegation}}]}


def _version(path: str, *, must_be_named: bool) -> dict[str, Any]:
    """Of the version at hand; one that names none is of the version it is kept with."""
    same = {"version": {"equals": {"path": path}}}
    return same if must_be_named else {"any_of": [{"version": "empty"}, same]}
