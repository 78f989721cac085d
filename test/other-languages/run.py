"""Runs a program, and ends without taking the interpreter down.

A short-lived client can abort there, after all that it did: https://github.com/temporalio/sdk-python/issues/300
"""

import os
import runpy
import sys
import traceback

exit_code = 0
try:
    sys.argv = sys.argv[1:]
    sys.path.insert(0, os.getcwd())
    runpy.run_path(sys.argv[0], run_name="__main__")
except BaseException:
    traceback.print_exc()
    exit_code = 1
sys.stdout.flush()
sys.stderr.flush()
os._exit(exit_code)
