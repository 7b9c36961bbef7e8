"""Ends the whole system when one of its processes cannot be kept alive: half a system misleads.

An event listener of supervisor, which restarts a process that dies and says FATAL when that does not help.
"""

import os
import sys

from supervisor import childutils


def main() -> None:
    """Listen until a process is given up, then ask supervisor to stop everything."""
    while True:
        headers, payload = childutils.listener.wait(sys.stdin, sys.stdout)
        if headers["eventname"] == "PROCESS_STATE_FATAL":
            process = childutils.get_headers(payload)["processname"]
            print(f"process {process} cannot be kept alive: stopping the system", file=sys.stderr, flush=True)
            childutils.getRPCInterface(os.environ).supervisor.shutdown()
        childutils.listener.ok(sys.stdout)


if __name__ == "__main__":
    main()
