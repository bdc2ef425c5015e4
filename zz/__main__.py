"""`python -m zz`."""

from zz.cli import main

main()
