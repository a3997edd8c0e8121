"""Ids in the order of time."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from compliance.review import ordered_ids

MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@given(moment=MOMENTS, later=st.timedeltas(timedelta(milliseconds=1), timedelta(days=999)))
def test_what_is_later_is_greater_as_a_number_and_as_text(moment: datetime, later: timedelta) -> None:
    one, other = ordered_ids.new(moment), ordered_ids.new(moment + later)
    assert one < other
    assert one.hex < other.hex  # SQLite compares texts


@given(moment=MOMENTS)
def test_the_first_of_a_moment_parts_it_from_what_was_before(moment: datetime) -> None:
    first = ordered_ids.first(moment)
    assert ordered_ids.new(moment - timedelta(milliseconds=1)) < first <= ordered_ids.new(moment)


def test_they_are_uuids_of_version_7_and_cannot_be_guessed() -> None:
    at = datetime(2022, 2, 22, 19, 22, 22, tzinfo=UTC)  # the example of RFC 9562, appendix A.6
    made = [ordered_ids.new(at) for _ in range(100)]
    assert {(each.version, each.variant) for each in made} == {(7, "specified in RFC 4122")}
    assert {str(each)[:13] for each in made} == {"017f22e2-79b0"}
    assert len(set(made)) == 100
