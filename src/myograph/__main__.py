"""Start the command line with `python -m myograph`."""

from myograph.cli import main

if __name__ == "__main__":
    main()
