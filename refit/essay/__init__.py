"""What an author has written, read and checked: nothing is computed or drawn here."""
