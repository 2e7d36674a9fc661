"""Names the mistakes that explain a task's recorded answers.

The recorded calls are replayed with every known mistake, then with every pair, then with every
triple of them. Named is the smallest set that explains every recorded answer of a function, the
right ones included; where several sets of one size do, the one that also explains more of the
task's other functions; and none where that does not decide. A crash may agree with a mistake but
never names one: each mistake of the set has to make a wrong answer that the others don't explain.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from autograder.diagnosis.asking import Ask, Asking, Waited
from autograder.diagnosis.evidence import CallGroup, CaseEvidence, Evidence, Names
from autograder.diagnosis.kept_from_before import StartOver
from autograder.diagnosis.looking import Finding, PlainToSee, looks_at, looks_at_exceptions
from autograder.diagnosis.misconceptions import Catalogue
from autograder.diagnosis.naming import Naming
from autograder.diagnosis.oracle import Oracle, gather
from autograder.diagnosis.outcomes import CallOutcome, agree
from autograder.diagnosis.plain_to_see import held
from autograder.diagnosis.recording import RecordedCall
from autograder.diagnosis.replay import Replayer, no_warnings
from autograder.diagnosis.search import Explanation, in_order
from autograder.diagnosis.work import ASKED, WorkBudget
from autograder.results import Status
from autograder.sandbox.limits import Spent
from autograder.scoring import CaseOutcome

EXACTLY = "Your answers are exactly those of a known mistake:"
EXACTLY_TOGETHER = "Your answers are exactly those of known mistakes made together:"
LIKE = "Your answers look like those of a known mistake:"
LIKE_TOGETHER = "Your answers look like those of known mistakes made together:"
DIAGNOSED = (Status.WRONG, Status.CRASHED)  # where neither is, nothing is explained
NAMING = 0.85  # of the work that is left; the rest is for what can be said where nothing is named


def diagnosed(
    catalogue: Catalogue,
    outcomes: Sequence[CaseOutcome],
    calls: Sequence[Sequence[RecordedCall]],
    budget: WorkBudget,
    ask: Ask,
    spent: Callable[[], Spent] = Spent,
    start_over: StartOver | None = None,
) -> list[CaseOutcome]:
    """The outcomes of a task's cases, with what their calls tell of the failed ones.

    `ask` asks the student's code once more, as long as the time that it has `spent` allows; after
    `start_over`, in a process that has answered nothing.
    """
    cases = [
        CaseEvidence(
            made,
            is_passed=outcome.status is Status.PASSED,
            is_diagnosable=outcome.status in DIAGNOSED,
        )
        for outcome, made in zip(outcomes, calls, strict=True)
    ]
    findings = diagnose(catalogue, cases, budget, ask, spent, start_over)
    return [_with(finding, outcome) for outcome, finding in zip(outcomes, findings, strict=True)]


def _with(finding: Finding, outcome: CaseOutcome) -> CaseOutcome:
    """The outcome with what was found; the mistakes that its check has observed come first."""
    sentences = filter(None, (outcome.diagnosis, finding.sentence))
    mistakes = (*outcome.mistakes, *finding.mistakes)
    function = finding.function or outcome.function
    return replace(outcome, mistakes=mistakes, diagnosis=" ".join(sentences), function=function)


def diagnose(
    catalogue: Catalogue,
    cases: Sequence[CaseEvidence],
    budget: WorkBudget,
    ask: Ask,
    spent: Callable[[], Spent] = Spent,
    start_over: StartOver | None = None,
) -> list[Finding]:
    """A finding for each case; an empty one where nothing is amiss, or nothing is known."""
    if not any(case.is_diagnosable for case in cases):
        return [Finding() for _ in cases]
    replayer, waited = Replayer(), Waited(spent)

    def counted(call: RecordedCall) -> CallOutcome | None:
        budget.add(ASKED)
        return ask(call)

    def new_asking() -> Asking:
        return Asking(counted, oracle, waited)

    try:
        with budget.timed(), no_warnings():
            oracle = Oracle(catalogue, replayer, budget)
            observed = catalogue.observed
            groups = gather([_only(observed.compared, case) for case in cases], oracle)
            ended = gather([_only(observed.exceptions, case) for case in cases], oracle)
            alone = [group for group in groups if held(group) is None]
            plain = PlainToSee(catalogue, new_asking, start_over)
            naming = Naming(catalogue, oracle, alone, budget.part(NAMING), new_asking, plain)
            named = naming.named()
            unnamed = [g for g in groups if g.wrong and not _is_explained(g, named, oracle)]
            looks = looks_at(unnamed, groups, named, catalogue, new_asking, naming.asked, plain)
            looks = {**looks, **{group: looks_at_exceptions(group) for group in ended}}
            reader = _Reader(catalogue, oracle, named, looks)
            return reader.findings(len(cases))
    finally:
        replayer.close()


def _only(
    chosen: Callable[[Sequence[RecordedCall]], Sequence[RecordedCall]], case: CaseEvidence
) -> CaseEvidence:
    return replace(case, calls=chosen(case.calls))


def _is_explained(group: CallGroup, named: Mapping[CallGroup, Explanation], oracle: Oracle) -> bool:
    """Whether mistakes are named, and it does not crash where they alone would not."""
    return group in named and not any(
        _is_mere_crash(each, named[group].names, oracle) for each in group.wrong
    )


def _is_mere_crash(evidence: Evidence, names: Names, oracle: Oracle) -> bool:
    """Whether it crashes where these mistakes alone would answer."""
    replayed = oracle.under(names, evidence)
    is_possible = evidence.mine.error is not None and evidence.right.error is None
    return is_possible and (replayed is None or replayed.error is None)


@dataclass(frozen=True)
class _Seen:
    """The mistakes that show in a case, whether they explain all of it, whether it crashes where
    they would not, and the first function that they show in."""

    names: Names
    is_exact: bool
    is_crash: bool
    function: str


class _Reader:
    """Reads off, case by case, what was found out about the functions that it calls."""

    def __init__(
        self,
        catalogue: Catalogue,
        oracle: Oracle,
        named: Mapping[CallGroup, Explanation],
        looks: Mapping[CallGroup, Finding],
    ) -> None:
        self._catalogue, self._oracle = catalogue, oracle
        self._named, self._looks = named, looks

    def findings(self, cases: int) -> list[Finding]:
        """What is known of each case. Mistakes that were made together are named together wherever
        some of them show, in the same words: a student reads them once."""
        seen = [self._seen(case) for case in range(cases)]
        return [self._finding(case, each, seen) for case, each in enumerate(seen)]

    def _finding(self, case: int, seen: _Seen, others: Sequence[_Seen]) -> Finding:
        """The mistakes that show in this case; or else what its wrong calls have in common."""
        if not seen.names:
            return self._look(case)
        widest = max(
            (each for each in others if {*each.names} >= {*seen.names}),
            key=lambda each: len(each.names),
        )
        sentence = self._sentence(widest.names, is_exact=widest.is_exact)
        look = self._look(case).sentence if seen.is_crash else ""
        return Finding(seen.names, " ".join(filter(None, (sentence, look))), seen.function)

    def _seen(self, case: int) -> _Seen:
        shown: dict[str, int] = {}  # mistake → how many of the case's wrong calls it explains alone
        is_exact, is_crash, function = True, False, ""
        for group, explanation in self._named.items():
            for evidence in group.wrong:
                if evidence.case == case:
                    is_exact = is_exact and explanation.is_exact
                    is_crash |= _is_mere_crash(evidence, explanation.names, self._oracle)
                    for name in self._showing(explanation.names, evidence):
                        shown[name] = shown.get(name, 0) + self._explains((name,), evidence)
                        function = function or group.function
        ordered = in_order(shown, self._catalogue)
        wrong = (name for name in ordered if name not in self._catalogue.as_right)
        names = tuple(sorted(wrong, key=lambda name: -shown[name]))
        return _Seen(names, is_exact, is_crash, function)

    def _look(self, case: int) -> Finding:
        """What is said of the first function of this case of which anything can be said."""
        looks = (
            look
            for group, look in self._looks.items()
            if look.sentence and any(evidence.case == case for evidence in group.wrong)
        )
        return next(looks, Finding())

    def _showing(self, names: Names, evidence: Evidence) -> Names:
        """Those of the mistakes without which this answer would have been another."""
        together = self._oracle.under(names, evidence)
        shown = []
        for name in names:
            rest = self._oracle.under(tuple(n for n in names if n != name), evidence)
            if rest is None or together is None or not agree(together, rest, evidence.right):
                shown.append(name)
        return tuple(shown)

    def _explains(self, names: Names, evidence: Evidence) -> bool:
        replayed = self._oracle.under(names, evidence)
        return replayed is not None and evidence.fits(replayed, exactly=True)

    def _sentence(self, names: Names, *, is_exact: bool) -> str:
        """A person's sentences about known mistakes, then what it looks like beside them."""
        known = [name for name in names if name in self._catalogue.misconceptions]
        one, several = (EXACTLY, EXACTLY_TOGETHER) if is_exact else (LIKE, LIKE_TOGETHER)
        heading = [one if len(known) == 1 else several] if known else []
        others = [name for name in names if name not in known]
        return " ".join([*heading, *(self._oracle.mistake(n).sentence for n in (*known, *others))])
