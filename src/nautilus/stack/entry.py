"""Run a dotted name as a process of the platform, where there is no zygote to fork it.

python -m nautilus.stack.entry SUPERVISOR_PID MODULE:FUNCTION ARGUMENTS…
"""

import sys

from nautilus.stack.lifeline import die_with
from nautilus.stack.zygote import run_target

if __name__ == "__main__":
    die_with(int(sys.argv[1]))
    run_target(sys.argv[2], sys.argv[3:])
