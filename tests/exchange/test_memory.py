"""Reading a register takes bounded memory: measured in a process of its own."""

import subprocess
import sys

import pytest
from django.conf import settings

from bench.registers import MEASURE_MEMORY

pytestmark = pytest.mark.once
LIMIT_MB = 500


def test_peak_memory_stays_below_the_limit() -> None:
    """20,000 rows here, 100,000 in `make bench`: of the whole process, with Django and the file."""
    command = [sys.executable, "-m", MEASURE_MEMORY, "20000"]
    found = subprocess.run(command, cwd=settings.BASE_DIR, capture_output=True, text=True, check=True)
    assert 0 < float(found.stdout.split()[-1]) < LIMIT_MB
