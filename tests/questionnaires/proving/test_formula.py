"""Gates have the truth tables of what they are called, in any cone."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from questionnaires.proving.formula import FALSE, TRUE, Cone, Formula

INPUTS = 4
Gate = tuple[str, tuple[int, ...]]


@st.composite
def circuits(draw: st.DrawFn) -> list[Gate]:
    """Gates over four inputs, the constants and the gates before them; an operand may be negated."""
    gates: list[Gate] = []
    for _ in range(draw(st.integers(1, 6))):
        operand = st.integers(0, INPUTS + len(gates)).flatmap(lambda at: st.sampled_from([at, ~at]))
        kind = draw(st.sampled_from(["all", "any", "either", "at_least"]))
        size = 3 if kind == "either" else draw(st.integers(0, 4))
        gates.append((kind, tuple(draw(st.lists(operand, min_size=size, max_size=size)))))
    return gates


def build(formula: Formula, gates: list[Gate]) -> list[int]:
    """The literals of TRUE, the inputs and the gates."""
    literals = [TRUE, *(formula.new() for _ in range(INPUTS))]
    for kind, operands in gates:
        chosen = [literals[at] if at >= 0 else -literals[~at] for at in operands]
        match kind:
            case "all":
                literals.append(formula.all(chosen))
            case "any":
                literals.append(formula.any(chosen))
            case "either":
                literals.append(formula.either(*chosen))
            case _:
                literals.append(formula.at_least(chosen)[min(2, len(chosen))])
    return literals


def compute(inputs: tuple[bool, ...], gates: list[Gate]) -> list[bool]:
    values = [True, *inputs]
    for kind, operands in gates:
        chosen = [values[at] if at >= 0 else not values[~at] for at in operands]
        match kind:
            case "all":
                values.append(all(chosen))
            case "any":
                values.append(any(chosen))
            case "either":
                values.append(chosen[1] if chosen[0] else chosen[2])
            case _:
                values.append(sum(chosen) >= min(2, len(chosen)))
    return values


@given(circuits())
def test_gates_have_their_truth_tables(gates: list[Gate]) -> None:
    formula = Formula()
    literals = build(formula, gates)
    for inputs in product([False, True], repeat=INPUTS):
        given_ = [each if value else -each for each, value in zip(literals[1:], inputs, strict=False)]
        for literal, value in zip(literals, compute(inputs, gates), strict=True):
            for wanted in (literal, -literal):
                cone = Cone(formula, [*given_, wanted])
                found = cone.model()
                cone.close()
                assert (found is not None) == (value == (wanted == literal))


@given(circuits(), st.data())
def test_a_cone_has_a_model_where_trying_all_inputs_finds_one(gates: list[Gate], data: st.DataObject) -> None:
    formula = Formula()
    literals = build(formula, gates)
    wanted = data.draw(st.lists(st.sampled_from([*literals, *(-each for each in literals)]), max_size=3))
    rows = [compute(inputs, gates) for inputs in product([False, True], repeat=INPUTS)]

    def holds(row: list[bool], literal: int) -> bool:
        return any(
            value == (literal == each)
            for each, value in zip(literals, row, strict=True)
            if abs(each) == abs(literal) and (each == literal or each == -literal)
        )

    possible = any(all(holds(row, each) for each in wanted) for row in rows)
    cone = Cone(formula, wanted)
    found = cone.model()
    assert (found is not None) == possible
    if found is None:
        assert set(cone.core()) <= {*wanted}
    else:
        assert TRUE in found
        assert FALSE not in found
        assert all(each in found for each in wanted)
        cone.rule_out(wanted)
        assert cone.model() is None
    cone.close()


def test_a_core_leaves_out_what_is_not_needed() -> None:
    formula = Formula()
    first, second, other = formula.new(), formula.new(), formula.new()
    formula.attach((-first, -second))
    cone = Cone(formula, [], beside=[first, second, other])
    assert cone.model([first, second, other]) is None
    assert cone.core() == {first, second}
    assert cone.model([first, other]) is not None
    cone.close()


def test_exactly_one_of_several_holds() -> None:
    formula = Formula()
    values = [formula.new() for _ in range(3)]
    formula.one_of(values)
    for each in values:
        cone = Cone(formula, [each])
        found = cone.model()
        assert found is not None
        assert [value for value in values if value in found] == [each]
        cone.close()
    cone = Cone(formula, [-each for each in values])
    assert cone.model() is None
    cone.close()
