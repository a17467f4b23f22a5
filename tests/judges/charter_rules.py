"""Decides by a rule as docs/formats/charter.md says it, member by member: slow, and written from that page alone.

A member is (code or None, letter or None, tags, values, body or None); one that is unknown by name stands for
itself alone here.
"""
import itertools
import math
from collections import Counter

NUMBER_MAX = 2 ** 53 - 1
LOSSES = ("heads", "weight", "tie", "veto", "objected", "blocked", "else")
REASONS = {"heads": "short_of_votes", "weight": "short_of_votes", "else": "short_of_votes"}
OPPOSITE = {">=": "<", "<": ">=", ">": "<=", "<=": ">", "=": "!=", "!=": "="}
SEARCH_MAX = 3000


class Unfit(Exception):
    """The rule cannot be applied to this; the code of the error."""


class TooMany(Exception):
    """More choices than are tried here."""


class Member:
    """One member as the rule sees it: what it counts for, where it stands, and whether it may still move."""
    def __init__(self, rule, code, letter, tags, values, body):
        self.code, self.tags, self.values, self.body = code, tags, values, body
        self.out = any(tag in tags for tag in rule.out)
        forced = [position for tag, position in rule.force if tag in tags]
        self.forced = bool(forced) and not self.out
        self.given = letter
        if self.out:
            self.position = "R"
            return
        # 25: the default, then out, then force; then what is void.
        position = forced[0] if forced else rule.default if letter is None else letter
        tagged = rule.void_tag is None or (rule.void_tag in self.tags) != rule.void_others
        self.position = "X" if position in rule.void and tagged else position


def counts_of(condition):
    """Every count that a condition names."""
    if condition is None:
        return []
    if condition[0] == "compare":
        return [count for side in condition[2:] for _, count in side if count is not None]
    parts = condition[1] if condition[0] in ("and", "or") else [condition[1]]
    return [count for part in parts for count in counts_of(part)]


def comparisons_of(condition):
    if condition is None:
        return []
    if condition[0] == "compare":
        return [condition]
    parts = condition[1] if condition[0] in ("and", "or") else [condition[1]]
    return [compare for part in parts for compare in comparisons_of(part)]


def is_of(member, count):
    """Whether a count is about this member, wherever it stands."""
    _, _, tag, others, body = count
    return not member.out and (body is None or member.body == body) and (
        tag is None or (tag in member.tags) != others)


def worth(member, count):
    return 1 if count[0] is None else member.values[count[0]]


class Room:
    """Members who count alike are taken together: (what they count for) -> position -> how many."""
    def __init__(self, rule, members):
        self.rule = rule
        self.counts = list(dict.fromkeys(counts_of(rule.quorum) + counts_of(rule.passes)))
        self.heads = Counter()
        for member in members:
            if not member.out:
                self.heads[self.kind(member), member.position] += 1

    def kind(self, member):
        return tuple(worth(member, count) if is_of(member, count) else 0 for count in self.counts)

    def totals(self, heads):
        """What each count is by position."""
        found = [Counter() for _ in self.counts]
        for (kind, position), n in heads.items():
            for i, value in enumerate(kind):
                if value and n:
                    found[i][position] += value * n
        return {count: found[i] for i, count in enumerate(self.counts)}


def value(side, totals):
    return sum(factor * (1 if count is None else sum(totals[count][p] for p in count[1]))
               for factor, count in side)


def compare(sign, left, right):
    return {">=": left >= right, "<=": left <= right, ">": left > right, "<": left < right,
            "=": left == right, "!=": left != right}[sign]


def holds(condition, totals):
    if condition is None:
        return True
    if condition[0] == "compare":
        return compare(condition[1], value(condition[2], totals), value(condition[3], totals))
    if condition[0] == "not":
        return not holds(condition[1], totals)
    truths = [holds(part, totals) for part in condition[1]]
    return all(truths) if condition[0] == "and" else any(truths)


def outcome_of(rule, totals):
    return "no_quorum" if not holds(rule.quorum, totals) else "adopted" if holds(rule.passes, totals) \
        else "rejected"


# The reason -----------------------------------------------------------------------------------------------

def asked(condition, needed):
    """The condition without `!`: every comparison is what the rule asks for."""
    if condition[0] == "compare":
        return condition if needed else ("compare", OPPOSITE[condition[1]], condition[2], condition[3])
    if condition[0] == "not":
        return asked(condition[1], not needed)
    kind = condition[0] if needed else {"and": "or", "or": "and"}[condition[0]]
    return (kind, [asked(part, needed) for part in condition[1]])


def sides(comparison, totals):
    """What is wanted and what stands on the other side, lists of (factor, count) with factors above zero; and
    the number on the side that is to be larger, less that on the other."""
    _, sign, left, right = comparison
    larger_left = sign in (">", ">=")
    if sign in ("=", "!="):
        larger_left = value(left, totals) <= value(right, totals)
    more, less = (left, right) if larger_left else (right, left)
    terms = more + [(-factor, count) for factor, count in less]
    wanted = [(factor, count) for factor, count in terms if count is not None and factor > 0]
    other = [(-factor, count) for factor, count in terms if count is not None and factor <= 0]
    return wanted, other, sum(factor for factor, count in terms if count is None)


def is_base(count):
    return {"Y", "N"} <= count[1]


def worths_of(comparison):
    """By what is counted (measure, tag, body): what a member at each position is worth to the left side."""
    worths = {}
    for factor, count in comparison[2] + [(-factor, count) for factor, count in comparison[3]]:
        if count is not None:
            row = worths.setdefault((count[0], *count[2:]), Counter())
            for position in count[1]:
                row[position] += factor
    return worths


def is_tie(comparison, totals):
    """33."""
    _, sign, left, right = comparison
    worths = list(worths_of(comparison).values())
    numbers = any(count is None and factor != 0 for factor, count in left + right)
    if sign not in (">", "<", "!=") or value(left, totals) != value(right, totals) or numbers or len(worths) != 1:
        return False
    some = any(totals[count]["Y"] > 0 for _, count in left + right if count is not None and "Y" in count[1])
    worth = worths[0]
    return some and worth["Y"] == -worth["N"] != 0 and all(worth[p] == 0 for p in "LAQXR")


def loss_of(comparison, totals):
    """32 to 36: why a comparison that is asked for does not hold."""
    wanted, other, number = sides(comparison, totals)
    votes = [count for _, count in wanted if "Y" in count[1] and not is_base(count) and "X" not in count[1]]
    if votes:
        if is_tie(comparison, totals):
            return "tie"
        return "heads" if any(count[0] is None for count in votes) else "weight"
    if any("Y" in count[1] and "X" in count[1] and not is_base(count) for _, count in wanted):
        return "objected"
    held = [count for _, count in other if "Y" not in count[1]]
    base = any(is_base(count) for _, count in wanted)
    if not held:
        return "heads" if base else "else"
    if base or number > (1 if comparison[1] in (">", "<", "!=") else 0):
        return "blocked"
    against = [count for count in held if totals[count]["N"] > 0 and "N" in count[1]]
    if not against:
        return "heads"
    return "veto" if all(count[2] is not None and not count[3] for count in against) else "objected"


def loss_in(condition, totals):
    """37 and 38, of a condition as it is asked that does not hold."""
    if condition[0] == "compare":
        return loss_of(condition, totals)
    losses = [loss_in(part, totals) for part in condition[1] if not holds(part, totals)]
    first = min(losses, key=LOSSES.index)
    if condition[0] == "or" and first == "weight" and "blocked" in losses:
        return "blocked"
    return first


def needs_votes(condition, totals):
    """39: whether a comparison among those that carried has a member at Y do more than one at L."""
    if condition[0] == "or":
        return needs_votes(next(part for part in condition[1] if holds(part, totals)), totals)
    if condition[0] == "and":
        return any(needs_votes(part, totals) for part in condition[1])
    sign = {"=": 0, "!=": 0, ">": 1, ">=": 1, "<": -1, "<=": -1}[condition[1]]
    more = [row["Y"] - row["L"] for row in worths_of(condition).values()]
    return any(n != 0 if sign == 0 else n * sign > 0 for n in more)


def reason_of(rule, room, totals, outcome):
    if outcome == "no_quorum":
        return "no_quorum"
    condition = asked(rule.passes, True)
    if outcome == "rejected":
        loss = loss_in(condition, totals)
        return REASONS.get(loss, loss)
    if needs_votes(condition, totals):
        return "carried"
    quiet = all(position in "LX" for (_, position), n in room.heads.items() if n)
    return "assent" if rule.default == "L" and quiet else "consensus"


# Numbers that could be too large --------------------------------------------------------------------------

def check_numbers(rule, members):
    """27 and 28."""
    counts = set(counts_of(rule.quorum) + counts_of(rule.passes))
    for member in members:
        for count in counts:
            if is_of(member, count) and count[0] is not None and count[0] not in member.values:
                raise Unfit("evaluation")
    whole = {count: sum(worth(member, count) for member in members if is_of(member, count))
             for count in counts}
    for comparison in comparisons_of(rule.quorum) + comparisons_of(rule.passes):
        for side in comparison[2:]:
            if sum(abs(factor) * (1 if count is None else whole[count]) for factor, count in side) > NUMBER_MAX:
                raise Unfit("evaluation")


# Open votes -----------------------------------------------------------------------------------------------

def compositions(n, parts):
    """Every way to put n into so many places."""
    if parts == 1:
        yield (n,)
        return
    for first in range(n + 1):
        for rest in compositions(n - first, parts - 1):
            yield (first, *rest)


def options_of(chain, rooms, one):
    """Where this member may go (29, 50): its positions through all stages, one for each way to be counted."""
    reasons = (False, True) if any(rule.void_tag == "REASONED" for rule in chain) else (False,)
    found = {}
    for letter in sorted(chain[0].allow | {"X", chain[0].default}):
        for reasoned in reasons:
            tags = one[2] | {"REASONED"} if reasoned else one[2] - {"REASONED"}
            there = tuple(Member(rule, one[0], letter, tags, *one[3:]).position for rule in chain)
            counted = tuple(tuple(position in count[1] for count in room.counts)
                            for position, room in zip(there, rooms))
            found.setdefault(counted, there)
    return tuple(found.values())


def open_choices(chain, people):
    """The heads in each stage, for each choice of those who may still move."""
    seen = [[Member(rule, *one) for one in people] for rule in chain]
    rooms = [Room(rule, members) for rule, members in zip(chain, seen)]
    free = Counter()
    for one, members in zip(people, zip(*seen)):
        if any(m.position == "X" and not m.out and not m.forced for m in members):
            kinds = tuple(None if m.out else room.kind(m) for m, room in zip(members, rooms))
            free[kinds, tuple(m.position for m in members), options_of(chain, rooms, one)] += 1
    size = math.prod(math.comb(n + len(options) - 1, len(options) - 1) for (_, _, options), n in free.items())
    if size > SEARCH_MAX:
        raise TooMany()
    base = [room.heads.copy() for room in rooms]
    for (kinds, positions, _), n in free.items():
        for stage, kind in enumerate(kinds):
            if kind is not None:
                base[stage][kind, positions[stage]] -= n
    choices = [[(kinds, options, way) for way in compositions(n, len(options))]
               for (kinds, _, options), n in free.items()]
    for choice in itertools.product(*choices):
        heads = [one.copy() for one in base]
        for kinds, options, way in choice:
            for there, n in zip(options, way):
                for stage, kind in enumerate(kinds):
                    if kind is not None:
                        heads[stage][kind, there[stage]] += n
        yield [room.totals(one) for room, one in zip(rooms, heads)]


# The decision ---------------------------------------------------------------------------------------------

class Chain:
    """A rule with those that decide at once where it does not adopt."""
    def __init__(self, charter, rule, day):
        self.rules = [rule]
        while self.rules[-1].otherwise == "stage" and not self.rules[-1].after:
            self.rules.append(charter.rule(self.rules[-1].next, day))
            if self.rules[-1] is None:
                raise Unfit("evaluation")


def settle(rule, outcome):
    """What becomes of what is not adopted."""
    if outcome != "rejected":
        return outcome
    return {"reject": "rejected", "defer": "deferred", "lapse": "lapsed", "refer": "referred",
            "stage": "deferred"}[rule.otherwise]


def allowed(rule):
    return rule.allow | {"X", rule.default} | {position for _, position in rule.force}


def decide(charter, rule, people, day, is_open):
    """(outcome, reason code, the members as the deciding rule sees them, how it stands)."""
    for _, letter, *_ in people:
        if letter is not None and letter not in allowed(rule):
            raise Unfit("evaluation")
    chain = Chain(charter, rule, day).rules
    for one in chain:
        check_numbers(one, [Member(one, *person) for person in people])
    outcome, reason, last = decide_at_once(chain, people)
    stands = outcome
    if is_open and may_turn(chain, people, outcome):
        return "pending", "open", last, stands
    return outcome, reason, last, stands


def decide_at_once(chain, people):
    for rule in chain:
        members = [Member(rule, *one) for one in people]
        room = Room(rule, members)
        totals = room.totals(room.heads)
        outcome = outcome_of(rule, totals)
        if outcome == "adopted" or outcome == "no_quorum" or rule is chain[-1]:
            break
    return settle(rule, outcome), reason_of(rule, room, totals, outcome), (rule, members, outcome)


def may_turn(chain, people, stands):
    for totals in open_choices(chain, people):
        outcome = "rejected"
        for rule, one in zip(chain, totals):
            outcome = outcome_of(rule, one)
            if outcome != "rejected":
                break
        if settle(rule, outcome) != stands:
            return True
    return False


def pivotal_of(chain, people, stands):
    """43: who alone turns what the outcome is as it stands."""
    found, known = [], {}
    for i, one in enumerate(people):
        seen = [Member(rule, *one) for rule in chain]
        if one[0] is None or all(member.out or member.forced for member in seen):
            continue
        alike = repr((one[1], sorted(one[2]), one[3], one[4]))
        if alike not in known:
            known[alike] = any(
                decide_at_once(chain, people[:i] + [(one[0], place, tags, *one[3:])] + people[i + 1:])[0] != stands
                for place in chain[0].allow if place != (one[1] or chain[0].default)
                for tags in (one[2] | {"REASONED"}, one[2] - {"REASONED"}))
        if known[alike]:
            found.append(one[0])
    return found


def effects_of(rule, members, adopted, part=None):
    """44, for those who are known by name; as to a part (24) what is said of it refines the whole."""
    found = []
    for member in members:
        if member.code is None:
            continue
        effect = "free"
        for about in [None] if part is None else [None, part]:
            for positions, tag, others, said, of in rule.bind if adopted else []:
                if of == about and member.position in positions and (
                        tag is None or (tag in member.tags) != others):
                    effect = said
        found.append({"code": member.code, "effect": effect, "position": member.position})
    return found
