"""A stage and its people."""

from collections.abc import Iterator

import pytest

from tests.conversations.stage import Speaker, Stage


@pytest.fixture
def chat() -> Iterator[Stage]:
    stage = Stage()
    yield stage
    stage.close()


@pytest.fixture
def kari(chat: Stage) -> Speaker:
    """Owns T101 and T102, in the payroll group."""
    return chat.person("kari")


@pytest.fixture
def nils(chat: Stage) -> Speaker:
    """Owns T103, in the payroll group."""
    return chat.person("nils")


@pytest.fixture
def gro(chat: Stage) -> Speaker:
    """Leads the payroll group."""
    return chat.person("gro")


@pytest.fixture
def ola(chat: Stage) -> Speaker:
    """Owns T104, in the archive group."""
    return chat.person("ola")


@pytest.fixture
def berit(chat: Stage) -> Speaker:
    """Leads the project."""
    return chat.person("berit")


@pytest.fixture
def leif(chat: Stage) -> Speaker:
    """May only read."""
    return chat.person("leif")


@pytest.fixture
def stranger(chat: Stage) -> Speaker:
    """Is known to nobody."""
    return chat.person("U0DDE")
