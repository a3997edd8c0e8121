"""Syntax: what binds how, and where each mistake is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionnaires.conditions import ConditionError
from questionnaires.conditions.grammar import DEEPEST, LONGEST, Syntax, parse

from .random_conditions import Conditions, Text
from .symbols import LIST


def shown(node: Syntax) -> str:
    """The tree in full parentheses."""
    parts = [shown(part) for part in node.parts]
    match node.kind:
        case "and":
            return f"({' && '.join(parts)})"
        case "or":
            return f"({' || '.join(parts)})"
        case "if":
            return f"({parts[0]} ? {parts[1]} : {parts[2]})"
        case "not" | "minus":
            return f"({'!' if node.kind == 'not' else '-'}{parts[0]})"
        case "relation" | "arithmetic":
            return f"({parts[0]} {node.value} {parts[1]})"
        case "call":
            return f"{node.value}({', '.join(parts)})"
        case "list":
            return f"[{', '.join(parts)}]"
        case "number":
            return f"{node.value:g}"
    return f'"{node.value}"' if node.kind == "string" else str(node.value)


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("a || b && c", "(a || (b && c))"),
        ("a && b || c && d", "((a && b) || (c && d))"),
        ("!a && b", "((!a) && b)"),
        ("!!a", "(!(!a))"),
        ("!(a && b)", "(!(a && b))"),
        ("a == b || c != d", "((a == b) || (c != d))"),
        ("a + b * c - d / e", "((a + (b * c)) - (d / e))"),
        ("a - b - c", "((a - b) - c)"),
        ("a / b / c", "((a / b) / c)"),
        ("a - -b", "(a - (-b))"),
        ("--a", "(-(-a))"),
        ("-a * b", "((-a) * b)"),
        ("a < b + c", "(a < (b + c))"),
        ("a ? b : c ? d : e", "(a ? b : (c ? d : e))"),
        ("a ? (b ? c : d) : e", "(a ? (b ? c : d) : e)"),
        ("a || b ? c : d", "((a || b) ? c : d)"),
        ("(a ? b : c) == d", "((a ? b : c) == d)"),
        ('"x" in tools', '("x" in tools)'),
        ("a in ['x', \"y\"]", '(a in ["x", "y"])'),
        ("inside in names", "(inside in names)"),
        ("anyOf(a, []) && size( b )>0", "(anyOf(a, []) && (size(b) > 0))"),
        ("a\n  && b", "(a && b)"),
        ("1e25 + 1.5e-3 + 10", "((1e+25 + 0.0015) + 10)"),
        ("a==b&&!c", "((a == b) && (!c))"),
        ("'it is \"it\"' == a", '("it is "it"" == a)'),
    ],
)
def test_operators_bind_as_in_cel(text: str, tree: str) -> None:
    assert shown(parse(text)) == tree


@given(Conditions(LIST).booleans)
def test_a_tree_in_full_parentheses_is_the_same_tree(text: Text) -> None:
    assert shown(parse(shown(parse(text.ours)))) == shown(parse(text.ours))


@pytest.mark.parametrize(
    ("text", "at", "message", "remedy"),
    [
        ("a = b", 2, "`=` was not expected here.", "Write `==` to compare."),
        ("a & b", 2, "`&` was not expected here.", "Write `&&` for and."),
        ("a | b", 2, "`|` was not expected here.", "Write `||` for or."),
        ("a and b", 2, "`and` was not expected here.", "Write `&&` for and."),
        ("a or b", 2, "`or` was not expected here.", "Write `||` for or."),
        ("a AND b", 2, "`AND` was not expected here.", "Write `&&` for and."),
        ("a == not b", 5, "`not` was not expected here.", "Write `!` for not."),
        ("not a", 0, "`not` was not expected here.", "Write `!` for not."),
        ("NOT a", 0, "`NOT` was not expected here.", "Write `!` for not."),
        ("a is b", 2, "`is` was not expected here.", "Write `==` to compare."),
        ('a contains "b"', 2, "`contains` was not expected here.", 'Turn it round: `"choice" in question`.'),
        ("a <> b", 3, "`>` was not expected here.", "Write `!=` for not equal."),
        ("a => 1", 2, "`=` was not expected here.", "Write `>=` for at least."),
        ("a =< 1", 2, "`=` was not expected here.", "Write `<=` for at most."),
        ("a === b", 4, "`=` was not expected here.", "Write `==` to compare."),
        ("a ≥ 1", 2, "`≥` was not expected here.", "Write `>=`."),
        ("a – 1 > 2", 2, "`–` was not expected here.", "Write `-` for minus."),
        ("a == “b”", 5, "`“` was not expected here.", "Use straight quotes"),
        ("a\u00a0&& b", 1, "this space was not expected here.", "type an ordinary space"),
        ("a > 1,5", 5, "`,` was not expected here.", "Write a decimal point: 1.5."),
        ("a > 1 000", 6, "`000` was not expected here.", "Write the number without spaces: 1000."),
        ("a > 50%", 6, "`%` was not expected here.", "Write the number alone"),
        ('a in ("b", "c")', 9, "`,` was not expected here.", "Lists stand in brackets"),
        ("a < b < c", 6, "`<` was not expected here.", "Comparisons cannot be chained: join two with `&&`."),
        ("a == b == c", 7, "`==` was not expected here.", "Comparisons cannot be chained"),
        ("a.b", 1, "`.` was not expected here.", "Members are not part of the condition language."),
        ('a == "x\\n"', 5, '`"` was not expected here.', "Close the quotation mark"),
        ("a && ", 5, "the condition ends too early.", "Complete it."),
        ("", 0, "the condition ends too early.", "Complete it."),
        ("(a", 2, "the condition ends too early.", "Complete it."),
        ("a)", 1, "`)` was not expected here.", ""),
        ("a b", 2, "`b` was not expected here.", "`&&` and `||` join conditions"),
        ("a ? b ? c : d : e", 6, "`?` was not expected here.", "Put the inner `test ? this : that` in paren"),
        ("a ? b", 5, "the condition ends too early.", "Complete it."),
        ("a[0]", 1, "`[` was not expected here.", ""),
        ("{}", 0, "`{` was not expected here.", ""),
        ("a == 1e999", 5, "`1e999` is too large a number.", "Stay below 1e308."),
    ],
)
def test_mistakes_are_told_with_their_place(text: str, at: int, message: str, remedy: str) -> None:
    with pytest.raises(ConditionError) as caught:
        parse(text)
    assert (caught.value.message, caught.value.at) == (message, at)
    assert remedy in caught.value.remedy


def test_a_condition_may_be_as_long_as_the_limit_and_no_longer() -> None:
    parse("a".ljust(LONGEST))
    with pytest.raises(ConditionError, match=r"has 2,001 characters; 2,000 is the most\. Name a part"):
        parse("a".ljust(LONGEST + 1))


@pytest.mark.parametrize("opening", ["!", "-", "(", "[", "a && (b || ", "a ? b : ", "a ? ", "f(", "1 + ("])
def test_conditions_that_nest_without_end_are_refused(opening: str) -> None:
    with pytest.raises(ConditionError):
        parse((opening * LONGEST)[: LONGEST - 1] + "a")


def test_forty_levels_are_allowed_and_not_one_more() -> None:
    parse("!" * (DEEPEST - 1) + "a")
    with pytest.raises(ConditionError, match=r"nests deeper than 40 levels\. Name a part of it as a fact\."):
        parse("!" * DEEPEST + "a")


def test_tests_of_tests_of_tests_are_refused_because_each_would_be_compiled_three_times() -> None:
    text = "a"
    for _ in range(12):
        text = f"({text}) ? b : c"
    with pytest.raises(ConditionError, match=r"tests what tests test\. Name a part of it as a fact\."):
        parse(text)


@given(st.text(alphabet="ab19.\"'()[]!&|=<>+-*/?:, e\n\\\x00é", max_size=40))
def test_any_text_is_a_condition_or_a_mistake_with_a_place_in_it(text: str) -> None:
    try:
        tree = parse(text)
    except ConditionError as error:
        mistake = error
    else:
        assert '"' in text or "'" in text or shown(parse(shown(tree))) == shown(tree)
        return
    assert 0 <= mistake.at <= len(text)
    assert mistake.message
    assert mistake.remedy
