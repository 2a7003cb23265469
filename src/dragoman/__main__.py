"""``python -m dragoman``: the program, where its command is not on the path."""

from dragoman.cli import main

if __name__ == "__main__":
    main()
