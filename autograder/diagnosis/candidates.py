"""What may be named of a group: known mistakes and hypotheses; and calls that tell them apart."""

from __future__ import annotations

from collections.abc import Callable

from autograder.diagnosis.asking import Asking
from autograder.diagnosis.evidence import CallGroup
from autograder.diagnosis.hypotheses import hypotheses
from autograder.diagnosis.isolating import with_small_calls
from autograder.diagnosis.misconceptions import Catalogue
from autograder.diagnosis.oracle import Oracle


class Candidates:
    """Finds them when they are first wanted, and keeps them."""

    def __init__(
        self, catalogue: Catalogue, oracle: Oracle, new_asking: Callable[[], Asking]
    ) -> None:
        self._catalogue, self._oracle = catalogue, oracle
        self._new_asking = new_asking
        self._listed: dict[str, list[str]] = {}  # the hypotheses of each function
        self._for_some: dict[str, list[str]] = {}  # those that are said of some calls only
        self._more: dict[CallGroup, CallGroup] = {}  # together with small calls of ours

    def own(self, group: CallGroup) -> list[str]:
        """The known mistakes of this very function."""
        known = self._catalogue.misconceptions.items()
        return [name for name, each in known if each.target == group.function]

    def all_of(self, group: CallGroup) -> list[str]:
        """All hypotheses. Of wrong numbers alone: what is amiss besides them is no map's."""
        if group.function in self._listed:
            return self._listed[group.function]
        if not any(group.wrong_at(exactly=False)):
            return []
        found = hypotheses(group.function, group.evidence, self._catalogue)
        self._oracle.add(found)
        listed = [name for name, each in found.items() if not each.only_where]
        self._for_some[group.function] = [name for name, each in found.items() if each.only_where]
        return self._listed.setdefault(group.function, listed)

    def for_some_calls(self, group: CallGroup) -> list[str]:
        """What may be the mistake of some calls only."""
        names = self.all_of(group)
        return [*self.own(group), *self._for_some.get(group.function, ()), *names]

    def plain(self, group: CallGroup) -> list[str]:
        """Hypotheses but for those that differ from others only beyond the border."""
        return [name for name in self.all_of(group) if not self._oracle.mistake(name).like]

    def beyond(self, group: CallGroup) -> list[str]:
        """The others."""
        return [name for name in self.all_of(group) if self._oracle.mistake(name).like]

    def with_small_calls(self, group: CallGroup) -> CallGroup:
        """The group together with small calls of ours, asked once."""
        if group not in self._more:
            self._more[group] = with_small_calls(group, self._new_asking(), self._catalogue)
        return self._more[group]
