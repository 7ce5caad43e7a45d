"""`python -m fantasy`."""

from fantasy.cli import main

if __name__ == "__main__":
    main()
