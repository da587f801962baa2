"""The operator's commands: `python admin.py --help`."""

from commands.operating_line import main

if __name__ == "__main__":
    main()
