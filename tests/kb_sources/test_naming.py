"""New names differ; lists of names keep their order and lose doubles."""

from kb_sources.naming import new_id, unique


def test_new_ids_say_what_they_name_and_differ() -> None:
    assert new_id("job").startswith("job_")
    assert len({new_id("job") for _ in range(100)}) == 100


def test_names_are_kept_once_in_order() -> None:
    assert unique([" b ", "a", "", "b"]) == ("b", "a")
