"""What the zygote loads starts no thread: a forked child would inherit its locks without it."""

import subprocess
import sys

from support.platform import Platform

CODE = """
import sys, threading, psutil
from nautilus.stack.zygote import load
load()
print(psutil.Process().num_threads())
print(*{"pyarrow", "onnxruntime", "nautilus_trader", "alembic"} & set(sys.modules))
"""


def test_preloaded_modules_start_no_thread_and_leave_the_large_ones_out():
    environment = Platform("/none", 0).environment | {"OPENBLAS_NUM_THREADS": "1"}
    done = subprocess.run([sys.executable, "-c", CODE], env=environment, capture_output=True, text=True, check=True)
    threads, large = done.stdout.split("\n")[:2]
    assert threads == "1"
    assert large == ""
