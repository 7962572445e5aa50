"""The files of an author, read and checked; nothing is computed or drawn here."""
