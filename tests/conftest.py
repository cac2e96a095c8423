"""How long the tests of hostile texts and broken servers run: short by default, long in `make torture`."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--fuzz", type=int, default=5_000, help="texts that the parsers of model output get")
    parser.addoption("--faults", type=int, default=10, help="requests under each fault of a model's server")
    parser.addoption("--attacks", type=int, default=40, help="injected texts that an obeying model gets")
